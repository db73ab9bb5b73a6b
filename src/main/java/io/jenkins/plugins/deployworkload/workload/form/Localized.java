package io.jenkins.plugins.deployworkload.workload.form;

/**
 * An enum value of this plugin with a display name for forms. Enum values of the Kubernetes API have no display name;
 * forms show the values themselves.
 */
public interface Localized {

    /** The display name in the user's language. */
    String displayName();
}
