package io.jenkins.plugins.deployworkload.rollout.model;

/** How a finding affects the rollout. */
public enum Severity {
    /** The problem does not resolve itself, so the rollout fails. */
    FATAL,
    /** The problem can resolve itself. After a grace period the finding counts as {@link #FATAL}. */
    GRACE,
    /** The finding never ends a rollout. */
    INFO
}
