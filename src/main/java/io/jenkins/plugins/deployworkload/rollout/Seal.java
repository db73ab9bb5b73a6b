package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps what a deploy before this one has still on its way from coming through. Its requests hold for the versions that it
 * has read; an object that this deploy would leave as it is would keep that version, and be changed after the end of this
 * one. So each gets a new version before it is looked at for good, by an annotation that nobody else manages: no pod
 * restarts for that. Only where there may be such a deploy, see {@link Claim#isContested}.
 */
final class Seal {

    static final String ANNOTATION = "deploy-workload.jenkins.io/claim";

    /** Not the manager of what is described, so that an apply without the annotation leaves it alone. */
    static final String MANAGER = "deploy-workload-claim";

    private final RolloutContext context;

    Seal(RolloutContext context) {
        this.context = context;
    }

    /** @return fails with what a request failed with */
    CompletableFuture<Void> seal(List<HasMetadata> objects) {
        return CompletableFuture.allOf(objects.stream()
                .map(context::target)
                .filter(target -> context.claim().isContested(target.ref()) && mayStay(target.before()))
                .map(this::seal)
                .toArray(CompletableFuture[]::new));
    }

    /** A Job is made again in any case, and what is not this product's yet is not left as it is. */
    private static boolean mayStay(Before before) {
        HasMetadata object = before.object();
        return object == null
                ? before.version() != null && !before.equals(Before.ABSENT)
                : !(object instanceof Job) && Ours.applied(object);
    }

    private CompletableFuture<Void> seal(TrackedObject<?> target) {
        ObjectRef ref = target.ref();
        ResourceType<? extends HasMetadata> type = Kinds.type(ref);
        ObjectNode patch = Json.MAPPER.createObjectNode();
        patch.putObject("metadata")
                .putObject("annotations")
                .put(ANNOTATION, context.ledger().id());
        ApiRequest request = new ApiRequest(
                "PATCH",
                type.path(context.namespace(), ref.name()),
                Map.of("fieldManager", MANAGER),
                "application/merge-patch+json",
                patch.toString());
        return context.connection()
                .requests()
                .send(request, type.type())
                .thenApply(answer -> Before.read(answer.object()))
                // Gone meanwhile: it is made again.
                .exceptionallyCompose(problem -> Refusals.hasCode(problem, 404)
                        ? CompletableFuture.completedFuture(Before.ABSENT)
                        : CompletableFuture.failedFuture(problem))
                .thenAcceptAsync(target::before, context.tasks());
    }
}
