package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps what a deploy before this one has still on its way from coming through. Its requests hold for the versions that it
 * has read; an object that this deploy would leave as it is would keep that version, and be changed after the end of this
 * one. So each gets a new version before it is looked at for good, by an annotation that nobody else manages: no pod
 * restarts for that. Only where there may be such a deploy, see {@link ActiveRevision#mayHaveWritesInFlight}.
 */
public final class WriteFence {

    static final String ANNOTATION = "deploy-workload.jenkins.io/claim";

    /** Not the manager of what is described, so that an apply without the annotation leaves it alone. */
    static final String MANAGER = "deploy-workload-claim";

    private final WatchContext context;
    private final RevisionCache revisions;
    private final ActiveRevision activeRevision;

    public WriteFence(WatchContext context, RevisionCache revisions, ActiveRevision activeRevision) {
        this.context = context;
        this.revisions = revisions;
        this.activeRevision = activeRevision;
    }

    /** @return fails with what a request failed with */
    public CompletableFuture<Void> fence(List<HasMetadata> objects) {
        return CompletableFuture.allOf(objects.stream()
                .map(context::trackedObject)
                .filter(target ->
                        activeRevision.mayHaveWritesInFlight(target.ref()) && mayBeUnchanged(target.liveState()))
                .map(this::fence)
                .toArray(CompletableFuture[]::new));
    }

    /** A Job is made again in any case, and what is not this product's yet is not left as it is. */
    private static boolean mayBeUnchanged(LiveState before) {
        HasMetadata object = before.object();
        return object == null
                ? before.resourceVersion() != null && !before.equals(LiveState.ABSENT)
                : !(object instanceof Job) && FieldManagers.isAppliedByUs(object);
    }

    private CompletableFuture<Void> fence(TrackedObject<?> target) {
        ObjectRef ref = target.ref();
        ResourceType<? extends HasMetadata> type = ResourceKinds.type(ref);
        ObjectNode patch = Json.MAPPER.createObjectNode();
        patch.putObject("metadata").putObject("annotations").put(ANNOTATION, revisions.revisionId());
        ApiRequest request = new ApiRequest(
                "PATCH",
                type.path(context.namespace(), ref.name()),
                Map.of("fieldManager", MANAGER),
                "application/merge-patch+json",
                patch.toString());
        return context.connection()
                .apiClient()
                .send(request, type.type())
                .thenApply(answer -> LiveState.fromRead(answer.object()))
                // Gone meanwhile: it is made again.
                .exceptionallyCompose(problem -> ApiErrors.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(LiveState.ABSENT)
                        : CompletableFuture.failedFuture(problem))
                .thenAcceptAsync(target::liveState, context.executor());
    }
}
