package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.Fence;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the in-flight writes of an older deploy fail. Each such write names the resourceVersion that the older deploy
 * has read, and fails if the object has another resourceVersion. An object that this deploy leaves unchanged would keep
 * its resourceVersion, so a late write of the older deploy would succeed. Therefore this deploy sets an annotation on
 * each object that may stay unchanged, which gives the object a new resourceVersion. The annotation is on the object
 * itself, not on its pod template, so that no pods restart. The fence is used if an older deploy may have writes in
 * flight; see {@link ActiveRevision#mayHaveWritesInFlight}.
 */
public final class WriteFence {

    /**
     * Set by an update and not by an apply. The API server keeps updates and applies of the same field manager apart,
     * so an apply without the annotation does not remove it.
     */
    static final String ANNOTATION = "deploy-workload.jenkins.io/fence";

    private final WatchContext context;
    private final RevisionCache revisions;
    private final ActiveRevision activeRevision;
    private final Fence fence;

    /** @param fence tells before each further attempt of a write whether this deploy may still write */
    public WriteFence(WatchContext context, RevisionCache revisions, ActiveRevision activeRevision, Fence fence) {
        this.context = context;
        this.revisions = revisions;
        this.activeRevision = activeRevision;
        this.fence = fence;
    }

    /**
     * @param objects the objects of the deploy, with their live states
     * @return the live states of the fenced objects after the fence
     * @throws RuntimeException the error of a request
     */
    public Map<ObjectRef, LiveState> fence(Map<HasMetadata, LiveState> objects) {
        List<HasMetadata> fenced = select(objects).toList();
        List<LiveState> liveStates = VirtualThreads.forEach(fenced, object -> fence(object, objects.get(object)));
        return IntStream.range(0, fenced.size())
                .boxed()
                .collect(Collectors.toMap(i -> context.ref(fenced.get(i)), liveStates::get));
    }

    /** Whether {@link #fence} has to write any of the objects. */
    public boolean isNeeded(Map<HasMetadata, LiveState> objects) {
        return select(objects).findAny().isPresent();
    }

    private Stream<HasMetadata> select(Map<HasMetadata, LiveState> objects) {
        return objects.entrySet().stream()
                .filter(object -> mayBeUnchanged(object.getValue()))
                .map(Map.Entry::getKey)
                .filter(object -> activeRevision.mayHaveWritesInFlight(context.ref(object)));
    }

    private LiveState fence(HasMetadata object, LiveState before) {
        LiveState live = fence(context.ref(object));
        // A write of an older deploy may have changed the object, but no write changes the pod template of a Job.
        return before.reapplied() && object instanceof Job ? live.withReapplied() : live;
    }

    /** Whether a deploy may leave the object unchanged. The first apply always changes an object. */
    private static boolean mayBeUnchanged(LiveState live) {
        HasMetadata object = live.object();
        return object == null
                ? live.resourceVersion() != null && !live.equals(LiveState.ABSENT)
                : FieldManagers.isAppliedByUs(object);
    }

    private LiveState fence(ObjectRef ref) {
        ResourceType<? extends HasMetadata> type = context.types().of(ref);
        ObjectNode patch = Json.MAPPER.createObjectNode();
        patch.putObject("metadata").putObject("annotations").put(ANNOTATION, revisions.revisionId());
        ApiRequest request = new ApiRequest(
                "PATCH",
                type.path(ref.namespace(), ref.name()),
                Map.of("fieldManager", FieldManagers.FIELD_MANAGER),
                "application/merge-patch+json",
                patch.toString());
        try {
            return LiveState.fromRead(context.connection()
                    .apiClient()
                    .withRetryCheck(fence::check)
                    .call(request, type.type())
                    .object());
        } catch (RuntimeException e) {
            // The object was deleted in the meantime and will be created again.
            if (ApiErrors.hasCode(e, 404)) {
                return LiveState.ABSENT;
            }
            throw e;
        }
    }
}
