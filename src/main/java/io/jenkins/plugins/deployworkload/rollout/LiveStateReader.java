package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Determines the live state that each object is applied over, with at most one request per object. Most changed objects
 * need no request. The watches have listed the objects of the watched kinds, and the revision history has the
 * resourceVersion of the other objects. An object that is unchanged since the latest revision is read, so that an
 * unnecessary apply can be skipped. Several such objects of a kind are read with one list.
 */
final class LiveStateReader {

    private final Applier applier;
    private final RolloutContext context;
    private final RolloutThread thread;

    LiveStateReader(Applier applier, RolloutContext context, RolloutThread thread) {
        this.applier = applier;
        this.context = context;
        this.thread = thread;
    }

    /**
     * Sets the live state of every object.
     *
     * @param readAlways whether each object is read from the API server
     * @throws RuntimeException the error of a request
     */
    void readAll(List<HasMetadata> objects, boolean readAlways) throws RolloutInterruptedException {
        List<HasMetadata> unknown = new ArrayList<>();
        for (HasMetadata object : objects) {
            TrackedObject<?> tracked = context.trackedObject(object);
            LiveState cached = readAlways ? null : fromCache(object, tracked);
            if (cached == null) {
                unknown.add(object);
            } else {
                tracked.liveState(cached);
            }
        }
        List<LiveState> read = unknown.isEmpty()
                ? List.of()
                : thread.read(() -> applier.readLiveStates(unknown, context.revisions()::isInLatest));
        for (int i = 0; i < read.size(); i++) {
            HasMetadata object = unknown.get(i);
            boolean isReapplied = object instanceof Job
                    ? isReapplied(object)
                    : !readAlways && context.revisions().isInHealthyLatest(object);
            context.trackedObject(object).liveState(withReapplied(read.get(i), isReapplied));
        }
    }

    private static LiveState withReapplied(LiveState live, boolean isReapplied) {
        return isReapplied ? live.withReapplied() : live;
    }

    /**
     * Whether the last deploy applied the same Job. Whether it became healthy does not matter, because the pod template of
     * a Job never changes. After the activation, the latest revision is that of this deploy.
     */
    private boolean isReapplied(HasMetadata job) {
        return context.revisions().revisionId() == null && context.revisions().isInLatest(job);
    }

    /** Returns {@code null} if the object must be read from the API server. */
    private LiveState fromCache(HasMetadata object, TrackedObject<?> tracked) {
        ObjectRef ref = tracked.ref();
        if (object instanceof Job) {
            return tracked.lastSeen() == null
                    ? LiveState.ABSENT
                    : withReapplied(LiveState.fromWatch(tracked.lastSeen()), isReapplied(object));
        }
        if (context.revisions().isInLatest(object)) {
            return null;
        }
        if (tracked.lastSeen() != null) {
            return LiveState.fromWatch(tracked.lastSeen());
        }
        if (!context.revisions().inventory().contains(ref)) {
            return LiveState.ABSENT;
        }
        String resourceVersion = context.revisions().resourceVersion(ref);
        return resourceVersion == null ? null : LiveState.asLastApplied(resourceVersion);
    }
}
