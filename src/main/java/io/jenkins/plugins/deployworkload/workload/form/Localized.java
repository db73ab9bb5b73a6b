package io.jenkins.plugins.deployworkload.workload.form;

/** An enum value of this plugin with a display name for forms. Kubernetes' own enum values are shown as they are. */
public interface Localized {

    /** The display name in the user's language. */
    String displayName();
}
