package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.Sysctl;
import java.util.List;

/** Only sysctls that affect nothing outside the pod are allowed. */
final class SysctlsCheck {

    private static final List<String> SAFE = List.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ping_group_range",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_notsent_lowat",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_slow_start_after_idle",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.tcp_wmem");

    private SysctlsCheck() {}

    static void run(CheckedPod pod, PodSecurityCheck.Report report) {
        List<Sysctl> sysctls = CheckedPod.elements(pod.securityContext().getSysctls(), Sysctl::new);
        for (int i = 0; i < sysctls.size(); i++) {
            String name = sysctls.get(i).getName();
            // The API server treats a slash as a dot in a sysctl's name, but this check compares names literally.
            if (!SAFE.contains(String.valueOf(name))) {
                report.add(
                        CheckedPod.path("spec.securityContext.sysctls", i, name) + ".name",
                        ViolationText.required(name, SAFE));
            }
        }
    }
}
