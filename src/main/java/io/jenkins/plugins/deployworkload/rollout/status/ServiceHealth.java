package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a Service of a workload that runs leads to any of its pods. Told from the workload's own objects: their
 * controllers count the pods that are ready, and EndpointSlices would say the same a little later.
 */
public final class ServiceHealth {

    private ServiceHealth() {}

    /**
     * @param makers what makes the workload's pods, as seen last
     * @return what is wrong, in a sentence that does not name the Service
     */
    public static Optional<String> problem(Service service, Collection<? extends HasMetadata> makers) {
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector == null || selector.isEmpty() || makers.isEmpty()) {
            // Somebody else says where it leads, or to whose pods.
            return Optional.empty();
        }
        List<? extends HasMetadata> behind = makers.stream()
                .filter(maker -> podLabels(maker).entrySet().containsAll(selector.entrySet()))
                .toList();
        if (behind.isEmpty()) {
            return Optional.of(Messages.ServiceHealth_selectsNoPods(new TreeMap<>(selector)));
        }
        if (behind.stream().mapToInt(ServiceHealth::readyPods).sum() == 0) {
            return Optional.of(Messages.ServiceHealth_noReadyPods());
        }
        return service.getSpec().getPorts().stream()
                .filter(port -> hasNoMatchingPort(port, behind))
                .map(port -> Messages.ServiceHealth_unknownTargetPort(
                        port.getPort().toString(), port.getTargetPort().getStrVal()))
                .findFirst();
    }

    private static boolean hasNoMatchingPort(ServicePort port, List<? extends HasMetadata> makers) {
        String name = port.getTargetPort() == null ? null : port.getTargetPort().getStrVal();
        return name != null
                && makers.stream()
                        .flatMap(maker -> PodTemplates.of(maker).getSpec().getContainers().stream())
                        .map(Container::getPorts)
                        .flatMap(Collection::stream)
                        .map(ContainerPort::getName)
                        .noneMatch(name::equals);
    }

    private static Map<String, String> podLabels(HasMetadata maker) {
        return Objects.requireNonNullElse(PodTemplates.of(maker).getMetadata().getLabels(), Map.of());
    }

    private static int readyPods(HasMetadata maker) {
        Integer count =
                switch (maker) {
                    case Deployment deployment -> deployment.getStatus().getReadyReplicas();
                    case StatefulSet set -> set.getStatus().getReadyReplicas();
                    case DaemonSet set -> set.getStatus().getNumberReady();
                    case Job job -> job.getStatus().getReady();
                    default -> throw new IllegalArgumentException(maker.getKind());
                };
        return Objects.requireNonNullElse(count, 0);
    }
}
