package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.List;

/** The container runtime must mask parts of {@code /proc}. */
final class ProcMountCheck {

    private static final String DEFAULT = "Default";

    private ProcMountCheck() {}

    /** Exempts pods with a user namespace. */
    static void baseline(CheckedPod pod, PodSecurityCheck.Report report) {
        if (!pod.hasUserNamespace()) {
            restricted(pod, report);
        }
    }

    static void restricted(CheckedPod pod, PodSecurityCheck.Report report) {
        for (CheckedContainer container : pod.containers()) {
            String procMount = container.securityContext().getProcMount();
            if (procMount != null && !procMount.equals(DEFAULT)) {
                report.add(
                        container.securityContextPath() + ".procMount",
                        ViolationText.notAllowed(procMount, List.of(DEFAULT)));
            }
        }
    }
}
