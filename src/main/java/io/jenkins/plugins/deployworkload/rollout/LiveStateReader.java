package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
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
 * unnecessary apply can be skipped.
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
        List<LiveState> read = thread.read(() -> VirtualThreads.forEach(unknown, applier::readLiveState));
        for (int i = 0; i < read.size(); i++) {
            HasMetadata object = unknown.get(i);
            boolean isReapplied = !readAlways && context.revisions().isInHealthyLatest(object);
            context.trackedObject(object).liveState(isReapplied ? read.get(i).withReapplied() : read.get(i));
        }
    }

    /** Returns {@code null} if the object must be read from the API server. */
    private LiveState fromCache(HasMetadata object, TrackedObject<?> tracked) {
        ObjectRef ref = tracked.ref();
        if (object instanceof Job) {
            return tracked.lastSeen() == null ? LiveState.ABSENT : LiveState.fromWatch(tracked.lastSeen());
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
