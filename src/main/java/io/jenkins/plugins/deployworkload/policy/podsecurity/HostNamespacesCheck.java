package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.List;

/** A pod must not share the network, process or IPC namespace of the node. */
final class HostNamespacesCheck {

    private HostNamespacesCheck() {}

    static void run(CheckedPod pod, PodSecurityCheck.Report report) {
        check("spec.hostNetwork", pod.spec().getHostNetwork(), report);
        check("spec.hostPID", pod.spec().getHostPID(), report);
        check("spec.hostIPC", pod.spec().getHostIPC(), report);
    }

    private static void check(String field, Boolean value, PodSecurityCheck.Report report) {
        if (Boolean.TRUE.equals(value)) {
            report.add(field, ViolationText.notAllowed(value, List.of("false")));
        }
    }
}
