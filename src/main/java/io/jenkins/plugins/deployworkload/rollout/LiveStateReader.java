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
 * Finds out what each object is applied over, with at most one request an object, and with none for most that will be
 * changed: the watches have listed those that are waited for, and the workload's record knows of the others. What is to be
 * as it was recorded last is asked for, so that it can be left alone.
 */
final class LiveStateReader {

    private final Applier applier;
    private final RevisionCache revisions;
    private final RolloutState state;
    private final Executor tasks;

    LiveStateReader(Applier applier, RevisionCache ledger, RolloutState state, Executor tasks) {
        this.applier = applier;
        this.revisions = ledger;
        this.state = state;
        this.tasks = tasks;
    }

    /**
     * @param all whether each object is asked for
     * @return completes when it is known of all objects; fails with what a request failed with
     */
    CompletableFuture<Void> readAll(List<HasMetadata> objects, boolean all) {
        return CompletableFuture.allOf(
                objects.stream().map(object -> readAll(object, all)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> readAll(HasMetadata object, boolean all) {
        TrackedObject<?> target =
                state.get(ObjectRef.of(object, state.parameters().namespace()));
        LiveState known = all ? null : fromCache(object, target);
        if (known != null) {
            target.liveState(known);
            return CompletableFuture.completedFuture(null);
        }
        boolean again = !all && revisions.isInHealthyLatest(object);
        return applier.readLiveState(object)
                .thenAcceptAsync(found -> target.liveState(again ? found.withReapplied() : found), tasks);
    }

    /** {@code null} if the object has to be asked for. */
    private LiveState fromCache(HasMetadata object, TrackedObject<?> target) {
        ObjectRef ref = target.ref();
        if (object instanceof Job) {
            return target.lastSeen() == null ? LiveState.ABSENT : LiveState.fromWatch(target.lastSeen());
        }
        if (revisions.isInLatest(object)) {
            return null;
        }
        if (target.lastSeen() != null) {
            return LiveState.fromWatch(target.lastSeen());
        }
        if (!revisions.inventory().contains(ref)) {
            return LiveState.ABSENT;
        }
        String version = revisions.resourceVersion(ref);
        return version == null ? null : LiveState.asLastApplied(version);
    }
}
