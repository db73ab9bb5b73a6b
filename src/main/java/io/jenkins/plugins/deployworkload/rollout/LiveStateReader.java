package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Determines the live state that each object is applied over, with at most one request per object. Most changed objects
 * need no request. The watches have listed the objects of the watched kinds, and the revision history has the
 * resourceVersion of the other objects. An object that is unchanged since the latest revision is read, so that an
 * unnecessary apply can be skipped.
 */
final class LiveStateReader {

    private final Applier applier;
    private final RevisionCache revisions;
    private final RolloutState state;
    private final Executor executor;

    LiveStateReader(Applier applier, RevisionCache revisions, RolloutState state, Executor executor) {
        this.applier = applier;
        this.revisions = revisions;
        this.state = state;
        this.executor = executor;
    }

    /**
     * @param readAlways whether each object is read from the API server
     * @return completes when the state of every object is known; fails with the error of a request
     */
    CompletableFuture<Void> readAll(List<HasMetadata> objects, boolean readAlways) {
        return CompletableFuture.allOf(
                objects.stream().map(object -> read(object, readAlways)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> read(HasMetadata object, boolean readAlways) {
        TrackedObject<?> tracked =
                state.get(ObjectRef.of(object, state.parameters().namespace()));
        LiveState cached = readAlways ? null : fromCache(object, tracked);
        if (cached != null) {
            tracked.liveState(cached);
            return CompletableFuture.completedFuture(null);
        }
        boolean isReapplied = !readAlways && revisions.isInHealthyLatest(object);
        return applier.readLiveState(object)
                .thenAcceptAsync(found -> tracked.liveState(isReapplied ? found.withReapplied() : found), executor);
    }

    /** Returns {@code null} if the object must be read from the API server. */
    private LiveState fromCache(HasMetadata object, TrackedObject<?> tracked) {
        ObjectRef ref = tracked.ref();
        if (object instanceof Job) {
            return tracked.lastSeen() == null ? LiveState.ABSENT : LiveState.fromWatch(tracked.lastSeen());
        }
        if (revisions.isInLatest(object)) {
            return null;
        }
        if (tracked.lastSeen() != null) {
            return LiveState.fromWatch(tracked.lastSeen());
        }
        if (!revisions.inventory().contains(ref)) {
            return LiveState.ABSENT;
        }
        String resourceVersion = revisions.resourceVersion(ref);
        return resourceVersion == null ? null : LiveState.asLastApplied(resourceVersion);
    }
}
