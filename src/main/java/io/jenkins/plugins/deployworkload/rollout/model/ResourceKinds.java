package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of objects that this plugin can deploy. The class also defines which kinds a rollout waits for, and the
 * order in which objects are applied.
 */
public final class ResourceKinds {

    /** Kinds that a rollout waits for. {@code status.StatusReaders} has a status reader for each of them. */
    private static final Map<String, ResourceType<?>> WATCHED = Stream.<Class<? extends HasMetadata>>of(
                    Deployment.class, StatefulSet.class, DaemonSet.class, Job.class)
            .map(ResourceType::of)
            .collect(Collectors.toUnmodifiableMap(type -> type.apiVersion() + " " + type.kind(), type -> type));

    /**
     * Kinds that are healthy as soon as the API server accepts them. A rollout does not wait for these kinds, because
     * they have no status that shows health.
     */
    private static final Map<String, ResourceType<?>> READY_WHEN_ACCEPTED = Stream.<Class<? extends HasMetadata>>of(
                    ConfigMap.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class,
                    PersistentVolumeClaim.class,
                    CronJob.class,
                    HorizontalPodAutoscaler.class,
                    PodDisruptionBudget.class,
                    Ingress.class,
                    NetworkPolicy.class,
                    Role.class,
                    RoleBinding.class)
            .map(ResourceType::of)
            .collect(Collectors.toUnmodifiableMap(type -> type.apiVersion() + " " + type.kind(), type -> type));

    /** Kinds whose objects have no effect before the workload or its Service exists. */
    private static final Set<String> LAST_WAVE = Set.of("HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress");

    /** Kinds that Kubernetes controllers rarely or never write. */
    private static final Set<String> NOT_UPDATED_BY_CONTROLLERS =
            Set.of("ConfigMap", "Secret", "Service", "ServiceAccount", "NetworkPolicy", "Role", "RoleBinding");

    private static final Set<String> WITH_HEALTH_NOTES = Set.of("Service", "CronJob", "HorizontalPodAutoscaler");

    private ResourceKinds() {}

    private static String key(ObjectRef ref) {
        return ref.apiVersion() + " " + ref.kind();
    }

    private static String key(HasMetadata object) {
        return object.getApiVersion() + " " + object.getKind();
    }

    static boolean isSupported(HasMetadata object) {
        // A GenericKubernetesResource is not supported: only the model class of a kind contains the URL path of the
        // kind.
        return !(object instanceof GenericKubernetesResource)
                && (WATCHED.containsKey(key(object)) || READY_WHEN_ACCEPTED.containsKey(key(object)));
    }

    /** The resource type of a supported kind; {@code null} for other kinds. */
    public static ResourceType<?> type(ObjectRef ref) {
        return WATCHED.getOrDefault(key(ref), READY_WHEN_ACCEPTED.get(key(ref)));
    }

    /** Whether the object creates the workload's pods. A workload has only one object that creates pods. */
    public static boolean createsPods(ObjectRef ref) {
        return isWatched(ref) || "CronJob".equals(ref.kind());
    }

    /**
     * Whether an object normally keeps its resourceVersion between two deploys, because only this plugin writes the
     * object.
     */
    public static boolean keepsResourceVersion(ObjectRef ref) {
        return NOT_UPDATED_BY_CONTROLLERS.contains(ref.kind());
    }

    /**
     * Whether a rollout ends with a note about objects of this kind. The rollout does not wait for these objects, but
     * reads them once at the end. A note reports the next run of a CronJob, a Service without endpoints, or an
     * autoscaler that does not scale.
     */
    public static boolean hasHealthNotes(ObjectRef ref) {
        return WITH_HEALTH_NOTES.contains(ref.kind());
    }

    /** Whether the object sets the replicas of another object. */
    public static boolean isAutoscaler(ObjectRef ref) {
        return "HorizontalPodAutoscaler".equals(ref.kind());
    }

    /** Whether deleting the object would delete user data. */
    public static boolean holdsData(ObjectRef ref) {
        return "PersistentVolumeClaim".equals(ref.kind());
    }

    /** Whether a rollout waits for objects of this kind. */
    static boolean isWatched(HasMetadata object) {
        return WATCHED.containsKey(key(object));
    }

    /** Whether a rollout waits for objects with the kind of this reference. */
    public static boolean isWatched(ObjectRef ref) {
        return WATCHED.containsKey(key(ref));
    }

    /**
     * Divides the objects into three waves, which are applied one after the other. Objects of the same wave are applied
     * in no particular order. The first wave contains the objects that pods need at startup. The second wave contains
     * the objects that create pods. The third wave contains autoscalers, PodDisruptionBudgets and Ingresses, which need
     * the objects of the earlier waves. An object waits for an object of an earlier wave only if {@link #dependsOn}
     * returns true for the two objects.
     */
    public static List<List<HasMetadata>> waves(List<HasMetadata> objects) {
        return List.of(wave(objects, 0), wave(objects, 1), wave(objects, 2)).stream()
                .filter(wave -> !wave.isEmpty())
                .toList();
    }

    /**
     * Whether {@code object} must wait until {@code earlier}, an object of an earlier wave, is applied. An Ingress
     * waits for every Service, and a StatefulSet waits for its governing Service. All other objects do not wait for a
     * Service: the API server takes long to allocate the address of a Service, and pods can start without it.
     */
    public static boolean dependsOn(HasMetadata object, HasMetadata earlier) {
        if (!(earlier instanceof Service service)) {
            return true;
        }
        return object instanceof StatefulSet set
                ? service.getMetadata().getName().equals(set.getSpec().getServiceName())
                : object instanceof Ingress;
    }

    private static List<HasMetadata> wave(List<HasMetadata> objects, int number) {
        return objects.stream().filter(object -> waveIndex(object) == number).toList();
    }

    private static int waveIndex(HasMetadata object) {
        if (isWatched(object) || object instanceof CronJob) {
            return 1;
        }
        return LAST_WAVE.contains(object.getKind()) ? 2 : 0;
    }
}
