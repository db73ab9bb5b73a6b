package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.List;

/** A Windows container must not run as a process of the node. */
final class WindowsHostProcessCheck {

    private WindowsHostProcessCheck() {}

    static void run(CheckedPod pod, PodSecurityCheck.Report report) {
        for (SecuritySettings settings : pod.allSettings()) {
            if (settings.windowsOptions() != null
                    && Boolean.TRUE.equals(settings.windowsOptions().getHostProcess())) {
                report.add(
                        settings.path() + ".windowsOptions.hostProcess",
                        ViolationText.notAllowed(true, List.of("false")));
            }
        }
    }
}
