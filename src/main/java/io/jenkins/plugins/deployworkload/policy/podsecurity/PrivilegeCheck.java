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

    /** Windows does not have this setting, so that a pod of Windows may omit it. */
    static void allowPrivilegeEscalation(CheckedPod pod, PodSecurityCheck.Report report) {
        for (CheckedContainer container : pod.containers()) {
            Boolean value = container.securityContext().getAllowPrivilegeEscalation();
            boolean omitted = value == null && pod.isWindows();
            if (!Boolean.FALSE.equals(value) && !omitted) {
                report.add(
                        container.securityContextPath() + ".allowPrivilegeEscalation",
                        ViolationText.required(value, FALSE));
            }
        }
    }
}
