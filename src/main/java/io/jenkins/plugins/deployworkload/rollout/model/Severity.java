package io.jenkins.plugins.deployworkload.rollout.model;

/** How a finding affects the rollout. */
public enum Severity {
    /** The problem does not resolve itself: the rollout fails. */
    FATAL,
    /** The problem can resolve itself: it counts as {@link #FATAL} only after a grace period. */
    GRACE,
    /** The finding never ends a rollout. */
    INFO
}
