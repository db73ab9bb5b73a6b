package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.List;

/** Containers must not run as root, unless the pod has a user namespace. */
final class RootUserCheck {

    private static final List<String> TRUE = List.of("true");

    private RootUserCheck() {}

    static void runAsNonRoot(CheckedPod pod, PodSecurityCheck.Report report) {
        if (pod.hasUserNamespace()) {
            return;
        }
        Boolean ofPod = pod.settings().runAsNonRoot();
        if (Boolean.FALSE.equals(ofPod)) {
            report.add(pod.settings().path() + ".runAsNonRoot", ViolationText.required(ofPod, TRUE));
        }
        for (CheckedContainer container : pod.containers()) {
            Boolean ofContainer = container.settings().runAsNonRoot();
            String field = container.securityContextPath() + ".runAsNonRoot";
            if (Boolean.FALSE.equals(ofContainer)) {
                report.add(field, ViolationText.required(ofContainer, TRUE));
            } else if (ofContainer == null && ofPod == null) {
                report.add(field, ViolationText.notSetHereOrInPod(TRUE));
            }
        }
    }

    static void runAsUser(CheckedPod pod, PodSecurityCheck.Report report) {
        if (pod.hasUserNamespace()) {
            return;
        }
        for (SecuritySettings settings : pod.allSettings()) {
            if (settings.runAsUser() != null && settings.runAsUser() == 0) {
                report.add(settings.path() + ".runAsUser", Messages.RootUserCheck_root());
            }
        }
    }
}
