package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.SELinuxOptions;
import java.util.List;

/** Only SELinux types for containers are allowed, and no SELinux user or role. */
final class SELinuxOptionsCheck {

    private static final List<String> ALLOWED_TYPES =
            List.of("container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    private SELinuxOptionsCheck() {}

    static void run(CheckedPod pod, PodSecurityCheck.Report report) {
        for (SecuritySettings settings : pod.allSettings()) {
            if (settings.seLinuxOptions() != null) {
                check(settings.path() + ".seLinuxOptions", settings.seLinuxOptions(), report);
            }
        }
    }

    private static void check(String path, SELinuxOptions options, PodSecurityCheck.Report report) {
        if (isSet(options.getType()) && !ALLOWED_TYPES.contains(options.getType())) {
            report.add(path + ".type", ViolationText.notAllowed(options.getType(), ALLOWED_TYPES));
        }
        if (isSet(options.getUser())) {
            report.add(path + ".user", ViolationText.notAllowed(options.getUser()));
        }
        if (isSet(options.getRole())) {
            report.add(path + ".role", ViolationText.notAllowed(options.getRole()));
        }
    }

    private static boolean isSet(String value) {
        return value != null && !value.isEmpty();
    }
}
