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

/** Which status reader reads which kind. */
public final class StatusReaders {

    /**
     * A kind that is waited for.
     *
     * @param type where its objects are found
     * @param statusReader when they are healthy
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

    /** {@code null} for kinds that are not waited for, see {@code ResourceKinds.isWatched}. */
    public static WatchedKind<?> of(ObjectRef ref) {
        return KINDS.get(ref.apiVersion() + " " + ref.kind());
    }
}
