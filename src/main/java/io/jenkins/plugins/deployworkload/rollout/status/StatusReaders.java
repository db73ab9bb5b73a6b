package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Maps kinds to their status readers. Objects of other kinds are healthy once accepted. An Ingress is one of them, as in
 * kstatus: many Ingress controllers do not publish an address, so a rollout that waited for the address, as Argo CD does,
 * would never end.
 *
 * @see <a
 *     href="https://argo-cd.readthedocs.io/en/stable/faq/#why-is-my-application-stuck-in-progressing-state">Argo CD
 *     FAQ</a>
 */
public final class StatusReaders {

    /**
     * A kind that a rollout waits for.
     *
     * @param type the resource type, for watches
     * @param statusReader computes the status of objects of this kind
     */
    public record WatchedKind<T extends HasMetadata>(ResourceType<T> type, StatusReader<T> statusReader) {}

    private static final Map<String, WatchedKind<?>> KINDS = Stream.<WatchedKind<?>>of(
                    new WatchedKind<>(ResourceType.of(Deployment.class), new DeploymentStatusReader()),
                    new WatchedKind<>(ResourceType.of(StatefulSet.class), new StatefulSetStatusReader()),
                    new WatchedKind<>(ResourceType.of(DaemonSet.class), new DaemonSetStatusReader()),
                    new WatchedKind<>(ResourceType.of(Job.class), new JobStatusReader()),
                    new WatchedKind<>(ResourceType.of(Pod.class), new PodStatusReader()),
                    new WatchedKind<>(
                            ResourceType.of(PersistentVolumeClaim.class), new PersistentVolumeClaimStatusReader()),
                    new WatchedKind<>(ResourceType.of(Service.class), new LoadBalancerStatusReader()),
                    new WatchedKind<>(
                            ResourceType.of(PodDisruptionBudget.class), new PodDisruptionBudgetStatusReader()),
                    new WatchedKind<>(CustomResourceDefinitions.TYPE, new CustomResourceDefinitionStatusReader()))
            .collect(Collectors.toUnmodifiableMap(
                    kind -> kind.type().apiVersion() + " " + kind.type().kind(), Function.identity()));

    private static final CustomResourceStatusReader WITH_STATUS = new CustomResourceStatusReader(true);

    private static final CustomResourceStatusReader WITHOUT_STATUS = new CustomResourceStatusReader(false);

    private StatusReaders() {}

    /**
     * The kind of an object of the definition, with its status reader; {@code null} if the rollout does not wait for the
     * object.
     *
     * @param custom the kind, if it comes from discovery
     */
    public static WatchedKind<?> of(HasMetadata object, Optional<ServedKind> custom, RolloutOptions options) {
        boolean isAwaited =
                switch (object) {
                    case Service service -> isLoadBalancer(service) && !options.ignoreAddresses();
                    case PersistentVolumeClaim claim -> !options.ignoreClaims();
                    default -> true;
                };
        return isAwaited ? of(ObjectRef.of(object, null), custom) : null;
    }

    private static boolean isLoadBalancer(Service service) {
        return service.getSpec() != null
                && "LoadBalancer".equals(service.getSpec().getType());
    }

    /**
     * The kind of an object that the rollout waits for, with its status reader; {@code null} for kinds that no rollout
     * waits for.
     *
     * @param custom the kind, if it comes from discovery
     */
    public static WatchedKind<?> of(ObjectRef ref, Optional<ServedKind> custom) {
        WatchedKind<?> known = KINDS.get(ref.apiVersion() + " " + ref.kind());
        return known != null || !CustomResourceDefinitions.isCustom(ref.apiVersion())
                ? known
                : custom.map(StatusReaders::customKind).orElse(null);
    }

    /** Whether a controller has written conditions in the status of a custom resource. */
    public static boolean hasConditions(GenericKubernetesResource object) {
        return !Condition.of(object).isEmpty();
    }

    /**
     * Whether the object is a custom resource that was created before the given time, and no controller has written
     * conditions in its status.
     *
     * @param object may be {@code null}
     */
    public static boolean isWithoutConditionsSince(HasMetadata object, Instant time) {
        return object instanceof GenericKubernetesResource resource
                && !hasConditions(resource)
                && resource.getMetadata().getCreationTimestamp() != null
                && Instant.parse(resource.getMetadata().getCreationTimestamp()).isBefore(time);
    }

    private static WatchedKind<?> customKind(ServedKind kind) {
        return new WatchedKind<>(kind.type(), kind.hasStatus() ? WITH_STATUS : WITHOUT_STATUS);
    }
}
