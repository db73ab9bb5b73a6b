package io.jenkins.plugins.deployworkload.policy.podsecurity;

/** A check of the Pod Security Standards. */
@FunctionalInterface
interface PodSecurityCheck {

    /** Reports each place in the pod that the check does not allow. */
    void run(CheckedPod pod, Report report);

    /** Receives the violations of one check. */
    @FunctionalInterface
    interface Report {

        void add(String field, String message);
    }
}
