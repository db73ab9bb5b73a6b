package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps kinds to their status readers. */
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
                    new WatchedKind<>(ResourceType.of(Job.class), new JobStatusReader()))
            .collect(Collectors.toUnmodifiableMap(
                    kind -> kind.type().apiVersion() + " " + kind.type().kind(), Function.identity()));

    private StatusReaders() {}

    /**
     * Returns the kind with its status reader; {@code null} for kinds that a rollout does not wait for, see {@code
     * ResourceKinds.isWatched}.
     */
    public static WatchedKind<?> of(ObjectRef ref) {
        return KINDS.get(ref.apiVersion() + " " + ref.kind());
    }
}
