package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Creates pods with one container, named {@code app}, and waits for their states. */
record TestPods(KubernetesClient client) {

    /** Far longer than a pod needs to reach an expected state. */
    static final int TIMEOUT_SECONDS = 120;

    /** Creates a pod and returns all states of the pod, including states that last only briefly. */
    PodStates states(String name, String image, Map<String, String> annotations) {
        PodStates states = PodStates.of(client, name);
        create(name, image, annotations);
        return states;
    }

    void create(String name, String image, Map<String, String> annotations) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .withAnnotations(annotations)
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("app")
                        .withImage(image)
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    Pod await(String name, Predicate<Pod> state) {
        return client.pods()
                .inNamespace("default")
                .withName(name)
                .waitUntilCondition(
                        pod -> pod != null && pod.getStatus() != null && state.test(pod),
                        TIMEOUT_SECONDS,
                        TimeUnit.SECONDS);
    }

    static Predicate<Pod> waiting(String reason) {
        return pod -> pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getState().getWaiting() != null
                        && reason.equals(status.getState().getWaiting().getReason()));
    }

    static Predicate<Pod> phase(String phase) {
        return pod -> phase.equals(pod.getStatus().getPhase());
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst();
    }
}
