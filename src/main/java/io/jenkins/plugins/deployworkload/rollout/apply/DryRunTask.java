package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks what an apply would make of one object. What a deploy changes before it applies, the other managers and what it
 * replaces, cannot be asked about in one request with it: that is put together here.
 */
final class DryRunTask {

    private final Applier.ApplyContext context;
    private final HasMetadata object;
    private final boolean autoscaled;
    private final Consumer<Set<String>> onReplace;
    private final ResourceClient client;
    private final KubernetesSerialization serialization;

    /**
     * @param autoscaled whether an autoscaler is to have the object's number of replicas
     * @param replacing told that it would be deleted and made again, and for which fields
     */
    DryRunTask(Applier.ApplyContext frame, HasMetadata object, boolean autoscaled, Consumer<Set<String>> replacing) {
        this.context = frame;
        this.object = object;
        this.autoscaled = autoscaled;
        this.onReplace = replacing;
        this.client = new ResourceClient(frame, object);
        this.serialization = frame.connection().client().getKubernetesSerialization();
    }

    /** @return the status is 201 for what would be made, be it in the place of another; fails with what the server said */
    CompletableFuture<ApiResponse<? extends HasMetadata>> run(LiveState before) {
        if (before.isBeingDeleted()) {
            return create();
        }
        if (object instanceof Job && before.object() != null) {
            return replace(Set.of());
        }
        return dryRun(before)
                .exceptionallyCompose(problem -> handleRefusal(problem, before))
                .thenApply(answer -> removeAdoptedFields(keepReplicas(answer, before), before));
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> dryRun(LiveState before) {
        return client.apply(client.payload(before), null, false)
                .thenCompose(
                        answer -> answer.status() != 201 && HeadlessServiceCheck.staysHeadless(object, answer.object())
                                ? CompletableFuture.failedFuture(HeadlessServiceCheck.immutableFieldError())
                                : CompletableFuture.completedFuture(answer));
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> handleRefusal(Throwable problem, LiveState before) {
        if (context.options().replace() && ApiErrors.isImmutableField(problem)) {
            return replace(ApiErrors.invalidFields(problem));
        }
        String strategy = before.object() == null ? null : ApiErrors.staleStrategyField(problem);
        if (strategy != null && FieldManagerMigration.defaultsPatch(before.object(), strategy, serialization) != null) {
            return dropDefaults(before, strategy);
        }
        if (context.options().adopt() && FieldManagerMigration.areAllMigrated(ApiErrors.conflictingManagers(problem))) {
            return client.apply(client.payload(before), null, true);
        }
        if (!autoscaled && AutoscalerTakeover.isReplicasConflict(problem)) {
            return client.canTakeBackReplicas()
                    .thenCompose(yes -> yes
                            ? client.apply(client.payload(before), null, true)
                            : CompletableFuture.failedFuture(problem));
        }
        return CompletableFuture.failedFuture(problem);
    }

    /** @param fields why */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> replace(Set<String> fields) {
        return create().thenApply(answer -> {
            onReplace.accept(fields);
            return answer;
        });
    }

    /** As it is described: nobody knows what the server would put in. */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> create() {
        return client.dryRunCreate().thenApply(would -> new ApiResponse<>(object, 201, List.of()));
    }

    /** The numbers of a rolling update would go, and make room for another strategy. */
    private CompletableFuture<ApiResponse<? extends HasMetadata>> dropDefaults(LiveState before, String strategy) {
        ObjectNode rest = client.payload(before);
        JsonNode described = ((ObjectNode) rest.get("spec")).remove(strategy);
        return client.apply(rest, null, false).thenApply(answer -> setSpecField(answer, strategy, described));
    }

    private ApiResponse<? extends HasMetadata> keepReplicas(
            ApiResponse<? extends HasMetadata> answer, LiveState before) {
        if (!autoscaled
                || answer.status() == 201
                || before.object() == null
                || AutoscalerTakeover.takeoverPatch(object, before.object(), serialization) == null) {
            return answer;
        }
        return setSpecField(
                answer, "replicas", IntNode.valueOf(AutoscalerTakeover.replicas(before.object(), serialization)));
    }

    private ApiResponse<? extends HasMetadata> removeAdoptedFields(
            ApiResponse<? extends HasMetadata> answer, LiveState before) {
        return context.options().adopt()
                        && before.object() != null
                        && FieldManagerMigration.migrationPatch(before.object(), serialization) != null
                ? edit(answer, FieldManagerMigrationPreview::removeMigratedFields)
                : answer;
    }

    private ApiResponse<? extends HasMetadata> setSpecField(
            ApiResponse<? extends HasMetadata> answer, String field, JsonNode value) {
        return edit(answer, tree -> ((ObjectNode) tree.get("spec")).set(field, value));
    }

    private ApiResponse<? extends HasMetadata> edit(
            ApiResponse<? extends HasMetadata> answer, Consumer<ObjectNode> change) {
        ObjectNode tree = serialization.convertValue(answer.object(), ObjectNode.class);
        change.accept(tree);
        return new ApiResponse<>(
                serialization.convertValue(
                        tree, ResourceType.of(object.getClass()).type()),
                answer.status(),
                answer.warnings());
    }
}
