package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that an object of an API server, which is not trusted, has the fields that every object of its kind has. Other
 * code therefore reads these fields without a check.
 */
public final class ServerObject {

    private ServerObject() {}

    /**
     * @param path the URL path of the request
     * @throws UnusableResponseException if a field is missing
     */
    public static <T extends HasMetadata> T check(T object, String path) {
        if (object == null
                || object.getMetadata() == null
                || object.getMetadata().getName() == null
                || !isComplete(object)) {
            throw new UnusableResponseException(Messages.ServerObject_incomplete(path));
        }
        return object;
    }

    /** Checks an object that is stored in the cluster. An object of a dry run is not stored. */
    static void checkStored(HasMetadata object, String path) {
        ObjectMeta metadata = object.getMetadata();
        if (metadata.getUid() == null || metadata.getResourceVersion() == null) {
            throw new UnusableResponseException(Messages.ServerObject_incomplete(path));
        }
    }

    private static boolean isComplete(HasMetadata object) {
        return switch (object) {
            case Deployment deployment ->
                deployment.getSpec() != null && isComplete(deployment.getSpec().getTemplate());
            case StatefulSet set ->
                set.getSpec() != null && isComplete(set.getSpec().getTemplate());
            case DaemonSet set ->
                set.getSpec() != null && isComplete(set.getSpec().getTemplate());
            case Job job -> job.getSpec() != null && isComplete(job.getSpec().getTemplate());
            case CronJob job ->
                Optional.ofNullable(job.getSpec())
                        .map(spec -> spec.getJobTemplate())
                        .map(template -> template.getSpec())
                        .filter(spec -> isComplete(spec.getTemplate()))
                        .isPresent();
            case Pod pod -> isComplete(pod.getSpec()) && hasNames(pod.getStatus());
            case Service service -> service.getSpec() != null;
            case PersistentVolumeClaim claim -> claim.getSpec() != null;
            case HorizontalPodAutoscaler autoscaler ->
                autoscaler.getSpec() != null && autoscaler.getSpec().getScaleTargetRef() != null;
            case ConfigMap map -> hasValues(map.getData()) && hasValues(map.getBinaryData());
            default -> true;
        };
    }

    private static boolean isComplete(PodTemplateSpec template) {
        return template != null && template.getMetadata() != null && isComplete(template.getSpec());
    }

    private static boolean isComplete(PodSpec spec) {
        return spec != null
                && Stream.of(spec.getInitContainers(), spec.getContainers())
                        .flatMap(List::stream)
                        .noneMatch(container -> container.getName() == null);
    }

    private static boolean hasNames(PodStatus status) {
        return status == null
                || Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                        .flatMap(List::stream)
                        .noneMatch(container -> container.getName() == null);
    }

    private static boolean hasValues(Map<String, String> data) {
        return data == null || data.values().stream().noneMatch(Objects::isNull);
    }
}
