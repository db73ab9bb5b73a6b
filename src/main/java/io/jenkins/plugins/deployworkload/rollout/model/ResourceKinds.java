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
import io.jenkins.plugins.deployworkload.rollout.status.DaemonSetStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.DeploymentStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.StatefulSetStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known about kinds: which are waited for and how, which are done once accepted, and in which order they go. */
public final class ResourceKinds {

    /**
     * A kind that is waited for.
     *
     * @param type where its objects are found
     * @param statusReader when they are done
     */
    public record WatchedKind<T extends HasMetadata>(ResourceType<T> type, StatusReader<T> statusReader) {}

    private static final Map<String, WatchedKind<?>> WATCHED = Map.of(
            "apps/v1 Deployment", new WatchedKind<>(ResourceType.of(Deployment.class), new DeploymentStatusReader()),
            "apps/v1 StatefulSet", new WatchedKind<>(ResourceType.of(StatefulSet.class), new StatefulSetStatusReader()),
            "apps/v1 DaemonSet", new WatchedKind<>(ResourceType.of(DaemonSet.class), new DaemonSetStatusReader()),
            "batch/v1 Job", new WatchedKind<>(ResourceType.of(Job.class), new JobStatusReader()));

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
        WatchedKind<?> watched = watchedKind(ref);
        return watched == null ? READY_WHEN_ACCEPTED.get(ref.apiVersion() + " " + ref.kind()) : watched.type();
    }

    /** Whether it makes the workload's pods, so that there may be one only. */
    public static boolean createsPods(ObjectRef ref) {
        return watchedKind(ref) != null || "CronJob".equals(ref.kind());
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

    /** {@code null} for kinds that are not waited for. */
    static WatchedKind<?> watchedKind(HasMetadata object) {
        return WATCHED.get(key(object));
    }

    /** {@code null} for kinds that are not waited for. */
    public static WatchedKind<?> watchedKind(ObjectRef ref) {
        return WATCHED.get(ref.apiVersion() + " " + ref.kind());
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
        if (watchedKind(object) != null || object instanceof CronJob) {
            return 1;
        }
        return LAST_WAVE.contains(object.getKind()) ? 2 : 0;
    }
}
