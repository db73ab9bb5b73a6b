package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Describes a Service without endpoints. The class counts ready pods in the status of the workload's objects instead of
 * reading EndpointSlices, which contain the same information a little later.
 */
public final class ServiceHealth {

    private ServiceHealth() {}

    /**
     * @param controllers the last known state of the objects that create the workload's pods
     * @return the problem, as a phrase without the name of the Service; empty if there is no problem
     */
    public static Optional<String> problem(Service service, Collection<? extends HasMetadata> controllers) {
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector == null || selector.isEmpty() || controllers.isEmpty()) {
            // The Service has no selector, or no object of the workload creates pods.
            return Optional.empty();
        }
        List<? extends HasMetadata> selected = controllers.stream()
                .filter(controller -> podLabels(controller).entrySet().containsAll(selector.entrySet()))
                .toList();
        if (selected.isEmpty()) {
            return Optional.of(Messages.ServiceHealth_selectsNoPods(new TreeMap<>(selector)));
        }
        if (selected.stream().mapToInt(ServiceHealth::readyPods).sum() == 0) {
            return Optional.of(Messages.ServiceHealth_noReadyPods());
        }
        return service.getSpec().getPorts().stream()
                .filter(port -> hasNoMatchingPort(port, selected))
                .map(port -> Messages.ServiceHealth_unknownTargetPort(
                        String.valueOf(port.getPort()), port.getTargetPort().getStrVal()))
                .findFirst();
    }

    private static boolean hasNoMatchingPort(ServicePort port, List<? extends HasMetadata> controllers) {
        String name = port.getTargetPort() == null ? null : port.getTargetPort().getStrVal();
        return name != null
                && controllers.stream()
                        .flatMap(controller -> PodTemplates.of(controller).getSpec().getContainers().stream())
                        .map(Container::getPorts)
                        .flatMap(Collection::stream)
                        .map(ContainerPort::getName)
                        .noneMatch(name::equals);
    }

    private static Map<String, String> podLabels(HasMetadata controller) {
        return Objects.requireNonNullElse(
                PodTemplates.of(controller).getMetadata().getLabels(), Map.of());
    }

    private static int readyPods(HasMetadata controller) {
        Integer count =
                switch (controller) {
                    case Deployment deployment -> of(deployment.getStatus(), DeploymentStatus::getReadyReplicas);
                    case StatefulSet set -> of(set.getStatus(), StatefulSetStatus::getReadyReplicas);
                    case DaemonSet set -> of(set.getStatus(), DaemonSetStatus::getNumberReady);
                    case Job job -> of(job.getStatus(), JobStatus::getReady);
                    case Pod pod -> isReady(pod) ? 1 : 0;
                    default -> throw new IllegalArgumentException(controller.getKind());
                };
        return Objects.requireNonNullElse(count, 0);
    }

    private static <S> Integer of(S status, Function<S, Integer> count) {
        return status == null ? null : count.apply(status);
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
