package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Objects;

/**
 * Distinguishes pods of the current pod template from pods of earlier revisions. The class compares containers, for the
 * case that the hash of the current revision is not known.
 */
final class TemplateMatcher {

    private TemplateMatcher() {}

    /**
     * Whether the pod has all containers of the template. Containers and fields that admission webhooks add are
     * ignored.
     */
    static boolean matches(PodSpec template, Pod pod) {
        return containsAll(template.getInitContainers(), pod.getSpec().getInitContainers())
                && containsAll(template.getContainers(), pod.getSpec().getContainers());
    }

    private static boolean containsAll(List<Container> expected, List<Container> actual) {
        return expected.stream().allMatch(container -> actual.stream().anyMatch(other -> isSame(container, other)));
    }

    private static boolean isSame(Container expected, Container actual) {
        return expected.getName().equals(actual.getName())
                && Objects.equals(expected.getImage(), actual.getImage())
                && expected.getCommand().equals(actual.getCommand())
                && expected.getArgs().equals(actual.getArgs())
                && actual.getEnv().containsAll(expected.getEnv());
    }
}
