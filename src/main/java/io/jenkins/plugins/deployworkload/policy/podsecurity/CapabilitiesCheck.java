package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.Capabilities;
import java.util.List;
import java.util.TreeSet;

/** Which Linux capabilities a container may add, and which it must drop. */
final class CapabilitiesCheck {

    /** The capabilities that container runtimes grant by default, without NET_RAW. */
    private static final List<String> DEFAULT = List.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private static final List<String> RESTRICTED = List.of("NET_BIND_SERVICE");
    private static final String ALL = "ALL";

    private CapabilitiesCheck() {}

    static void baseline(CheckedPod pod, PodSecurityCheck.Report report) {
        pod.containers().forEach(container -> checkAdded(container, DEFAULT, report));
    }

    /** Windows has no capabilities, so that a pod of Windows needs to drop none. */
    static void restricted(CheckedPod pod, PodSecurityCheck.Report report) {
        for (CheckedContainer container : pod.containers()) {
            Capabilities capabilities = container.securityContext().getCapabilities();
            boolean dropsAll =
                    capabilities != null && distinct(capabilities.getDrop()).contains(ALL);
            if (!dropsAll && !pod.isWindows()) {
                report.add(path(container) + ".drop", Messages.CapabilitiesCheck_dropAll());
            }
            checkAdded(container, RESTRICTED, report);
        }
    }

    private static void checkAdded(CheckedContainer container, List<String> allowed, PodSecurityCheck.Report report) {
        Capabilities capabilities = container.securityContext().getCapabilities();
        if (capabilities == null) {
            return;
        }
        for (String capability : distinct(capabilities.getAdd())) {
            if (!allowed.contains(capability)) {
                report.add(
                        path(container) + ".add[" + ViolationText.printable(capability) + "]",
                        ViolationText.notAllowed(capability, allowed));
            }
        }
    }

    /** Returns the distinct capabilities of a list. */
    private static TreeSet<String> distinct(List<String> capabilities) {
        return new TreeSet<>(CheckedPod.elements(capabilities, () -> ""));
    }

    private static String path(CheckedContainer container) {
        return container.securityContextPath() + ".capabilities";
    }
}
