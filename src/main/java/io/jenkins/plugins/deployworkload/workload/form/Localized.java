package io.jenkins.plugins.deployworkload.workload.form;

/** A word of the product's own, which reads in the form as a sentence rather than as scripts write it. */
public interface Localized {

    /** In the reader's language. */
    String displayName();
}
