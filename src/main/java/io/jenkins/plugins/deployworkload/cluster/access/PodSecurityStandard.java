package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/**
 * The Pod Security Standard that every pod of a deploy must meet. The constants are named as in the labels of Kubernetes'
 * Pod Security admission.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
public enum PodSecurityStandard implements Localized {
    privileged(Messages::PodSecurityStandard_privileged),
    baseline(Messages::PodSecurityStandard_baseline),
    restricted(Messages::PodSecurityStandard_restricted);

    private final transient Supplier<String> displayName;

    PodSecurityStandard(Supplier<String> displayName) {
        this.displayName = displayName;
    }

    @Override
    public String displayName() {
        return displayName.get();
    }
}
