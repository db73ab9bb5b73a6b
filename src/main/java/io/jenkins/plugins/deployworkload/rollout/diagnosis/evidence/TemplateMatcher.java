package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;

/** Tells a pod of what is described now from one of a revision before, where nothing else tells their revisions. */
final class TemplateMatcher {

    private TemplateMatcher() {}

    /** Whether the pod's containers are those of the template; what admission adds to a pod is not asked about. */
    static boolean matches(PodSpec template, Pod pod) {
        return containsAll(template.getInitContainers(), pod.getSpec().getInitContainers())
                && containsAll(template.getContainers(), pod.getSpec().getContainers());
    }

    private static boolean containsAll(List<Container> described, List<Container> present) {
        return described.stream().allMatch(one -> present.stream().anyMatch(other -> isSame(one, other)));
    }

    private static boolean isSame(Container described, Container present) {
        return described.getName().equals(present.getName())
                && described.getImage().equals(present.getImage())
                && described.getCommand().equals(present.getCommand())
                && described.getArgs().equals(present.getArgs())
                && present.getEnv().containsAll(described.getEnv());
    }
}
