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

/** What is known about kinds: which are waited for and how, which are done once accepted, and in which order they go. */
public final class ResourceKinds {

    /** Kinds that are waited for; {@code status.StatusReaders} reads their status. */
    private static final Map<String, ResourceType<?>> WATCHED = Stream.<Class<? extends HasMetadata>>of(
                    Deployment.class, StatefulSet.class, DaemonSet.class, Job.class)
            .map(ResourceType::of)
            .collect(Collectors.toUnmodifiableMap(type -> type.apiVersion() + " " + type.kind(), type -> type));

    /** Done when the API server has accepted them: it checks them, and no controller reports back. */
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

    /** What points to workloads, and is of no use before them. */
    private static final Set<String> LAST_WAVE = Set.of("HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress");

    /** What nobody writes but who deploys: no controller reports in it, or hardly ever. */
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
        // Only classes of the model know their address.
        return !(object instanceof GenericKubernetesResource)
                && (WATCHED.containsKey(key(object)) || READY_WHEN_ACCEPTED.containsKey(key(object)));
    }

    /** Where objects of a known kind are; {@code null} for others. */
    public static ResourceType<?> type(ObjectRef ref) {
        return WATCHED.getOrDefault(key(ref), READY_WHEN_ACCEPTED.get(key(ref)));
    }

    /** Whether it makes the workload's pods, so that there may be one only. */
    public static boolean createsPods(ObjectRef ref) {
        return isWatched(ref) || "CronJob".equals(ref.kind());
    }

    /** Whether an object is likely to have the resourceVersion that its last apply has given it. */
    public static boolean keepsResourceVersion(ObjectRef ref) {
        return NOT_UPDATED_BY_CONTROLLERS.contains(ref.kind());
    }

    /**
     * Whether there may be something to say of it though it is done once accepted: when it runs next, where it leads, that it
     * does not scale.
     */
    public static boolean hasHealthNotes(ObjectRef ref) {
        return WITH_HEALTH_NOTES.contains(ref.kind());
    }

    /** Whether it sets the number of replicas of something else. */
    public static boolean isAutoscaler(ObjectRef ref) {
        return "HorizontalPodAutoscaler".equals(ref.kind());
    }

    /** Whether somebody's data would go with it. */
    public static boolean holdsData(ObjectRef ref) {
        return "PersistentVolumeClaim".equals(ref.kind());
    }

    /** Whether a rollout waits for objects of this kind. */
    static boolean isWatched(HasMetadata object) {
        return WATCHED.containsKey(key(object));
    }

    /** As {@link #isWatched(HasMetadata)}. */
    public static boolean isWatched(ObjectRef ref) {
        return WATCHED.containsKey(key(ref));
    }

    /**
     * The objects in groups that begin one after the other, while within a group there is no order: first what pods need
     * when they start, then what makes pods, then what points to that. Which of them are waited for {@link #dependsOn} says.
     */
    public static List<List<HasMetadata>> waves(List<HasMetadata> objects) {
        return List.of(wave(objects, 0), wave(objects, 1), wave(objects, 2)).stream()
                .filter(stage -> !stage.isEmpty())
                .toList();
    }

    /**
     * Whether an object has to wait until one of a stage before is there. For a Service only those do that name it: pods
     * start without one, and the API server takes long to find an address for it.
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
