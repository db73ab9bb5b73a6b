package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.List;

/** A container must not be privileged; the level restricted also requires that its processes cannot gain privileges. */
final class PrivilegeCheck {

    private static final List<String> FALSE = List.of("false");

    private PrivilegeCheck() {}

    static void privileged(CheckedPod pod, PodSecurityCheck.Report report) {
        for (CheckedContainer container : pod.containers()) {
            if (Boolean.TRUE.equals(container.securityContext().getPrivileged())) {
                report.add(container.securityContextPath() + ".privileged", ViolationText.notAllowed(true, FALSE));
            }
        }
    }

    /** Exempts pods of Windows, which does not have this setting. */
    static void allowPrivilegeEscalation(CheckedPod pod, PodSecurityCheck.Report report) {
        if (pod.isWindows()) {
            return;
        }
        for (CheckedContainer container : pod.containers()) {
            Boolean value = container.securityContext().getAllowPrivilegeEscalation();
            if (!Boolean.FALSE.equals(value)) {
                report.add(
                        container.securityContextPath() + ".allowPrivilegeEscalation",
                        ViolationText.required(value, FALSE));
            }
        }
    }
}
