package io.jenkins.plugins.deployworkload.policy.podsecurity;

/** A level of the Pod Security Standards, from the most to the least permissive. */
public enum PodSecurityLevel {
    /** Allows everything. */
    PRIVILEGED,
    /** Forbids known privilege escalations. */
    BASELINE,
    /** Also requires the current hardening practices for pods. */
    RESTRICTED
}
