package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;

/** Tells a pod of what is described now from one of a revision before, where nothing else tells their revisions. */
final class Described {

    private Described() {}

    /** Whether the pod's containers are those of the template; what admission adds to a pod is not asked about. */
    static boolean by(PodSpec template, Pod pod) {
        return all(template.getInitContainers(), pod.getSpec().getInitContainers())
                && all(template.getContainers(), pod.getSpec().getContainers());
    }

    private static boolean all(List<Container> described, List<Container> present) {
        return described.stream().allMatch(one -> present.stream().anyMatch(other -> same(one, other)));
    }

    private static boolean same(Container described, Container present) {
        return described.getName().equals(present.getName())
                && described.getImage().equals(present.getImage())
                && described.getCommand().equals(present.getCommand())
                && described.getArgs().equals(present.getArgs())
                && present.getEnv().containsAll(described.getEnv());
    }
}
