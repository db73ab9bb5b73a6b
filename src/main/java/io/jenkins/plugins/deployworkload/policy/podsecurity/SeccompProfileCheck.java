package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.SeccompProfile;
import java.util.List;

/**
 * Seccomp must not be switched off; the level restricted also requires a profile. The annotations of early Kubernetes
 * versions are not checked, because they have no effect since Kubernetes 1.27.
 */
final class SeccompProfileCheck {

    private static final List<String> ALLOWED_TYPES = List.of("RuntimeDefault", "Localhost");

    private SeccompProfileCheck() {}

    static void baseline(CheckedPod pod, PodSecurityCheck.Report report) {
        for (SecuritySettings settings : pod.allSettings()) {
            if (settings.seccompProfile() != null && !isAllowed(settings.seccompProfile())) {
                report.add(
                        settings.path() + ".seccompProfile.type",
                        ViolationText.required(settings.seccompProfile().getType(), ALLOWED_TYPES));
            }
        }
    }

    /** Windows has no seccomp, so that a pod of Windows may omit the profile. */
    static void restricted(CheckedPod pod, PodSecurityCheck.Report report) {
        baseline(pod, report);
        if (pod.isWindows() || pod.settings().seccompProfile() != null) {
            return;
        }
        for (CheckedContainer container : pod.containers()) {
            if (container.settings().seccompProfile() == null) {
                report.add(
                        container.securityContextPath() + ".seccompProfile.type",
                        ViolationText.notSetHereOrInPod(ALLOWED_TYPES));
            }
        }
    }

    private static boolean isAllowed(SeccompProfile profile) {
        return ALLOWED_TYPES.contains(String.valueOf(profile.getType()));
    }
}
