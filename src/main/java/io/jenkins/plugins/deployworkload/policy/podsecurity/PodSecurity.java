package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;

/** Checks pods against a level of the Kubernetes Pod Security Standards. */
public final class PodSecurity {

    private PodSecurity() {}

    public static List<PodSecurityViolation> check(PodSecurityLevel level, ObjectMeta metadata, PodSpec spec) {
        return level == PodSecurityLevel.PRIVILEGED || spec == null || !Boolean.TRUE.equals(spec.getHostNetwork())
                ? List.of()
                : List.of(new PodSecurityViolation("hostNamespaces", "spec.hostNetwork", "must not be true"));
    }
}
