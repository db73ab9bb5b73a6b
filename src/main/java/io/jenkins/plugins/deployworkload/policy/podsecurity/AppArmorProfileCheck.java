package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.List;

/** Only the container runtime's AppArmor profile, or a profile that the node has loaded, is allowed. */
final class AppArmorProfileCheck {

    private static final List<String> ALLOWED_TYPES = List.of("RuntimeDefault", "Localhost");

    /** The prefix of the annotations that set AppArmor profiles before Kubernetes 1.30. They still have an effect. */
    private static final String ANNOTATION_PREFIX = "container.apparmor.security.beta.kubernetes.io/";

    private static final String RUNTIME_DEFAULT = "runtime/default";
    private static final String LOCALHOST_PREFIX = "localhost/";

    private AppArmorProfileCheck() {}

    static void run(CheckedPod pod, PodSecurityCheck.Report report) {
        for (SecuritySettings settings : pod.allSettings()) {
            if (settings.appArmorProfile() != null
                    && !ALLOWED_TYPES.contains(
                            String.valueOf(settings.appArmorProfile().getType()))) {
                report.add(
                        settings.path() + ".appArmorProfile.type",
                        ViolationText.required(settings.appArmorProfile().getType(), ALLOWED_TYPES));
            }
        }
        pod.annotations().forEach((key, value) -> {
            if (key.startsWith(ANNOTATION_PREFIX) && !isAllowed(value)) {
                report.add(
                        "metadata.annotations[" + ViolationText.printable(key) + "]",
                        ViolationText.notAllowed(value, List.of(RUNTIME_DEFAULT, LOCALHOST_PREFIX + "*")));
            }
        });
    }

    private static boolean isAllowed(String annotation) {
        return annotation == null
                || annotation.isEmpty()
                || annotation.equals(RUNTIME_DEFAULT)
                || annotation.startsWith(LOCALHOST_PREFIX);
    }
}
