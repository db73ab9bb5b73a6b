package io.jenkins.plugins.deployworkload.rollout.model;

/** What a finding means for the rollout. */
public enum Severity {
    /** It will not heal by itself. */
    FATAL,
    /** It may heal: only after a grace does it count as {@link #FATAL}. */
    GRACE,
    /** It does not end a rollout. */
    INFO
}
