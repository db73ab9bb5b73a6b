package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Predicts the result of applying one object. A deploy migrates field managers before the apply, or replaces the
 * object. The dry run of an apply does not include these steps, so this class adds their effect.
 */
final class DryRunTask {

    private final Applier.ApplyContext context;
    private final HasMetadata object;
    private final boolean autoscaled;
    private final Consumer<Set<String>> onReplace;
    private final ResourceClient client;
    private final WriteCheck check;
    private final KubernetesSerialization serialization;

    /**
     * @param autoscaled whether an autoscaler sets the number of replicas
     * @param onReplace receives the immutable fields for which the object would be replaced
     */
    DryRunTask(Applier.ApplyContext context, HasMetadata object, boolean autoscaled, Consumer<Set<String>> onReplace) {
        this.context = context;
        this.object = object;
        this.autoscaled = autoscaled;
        this.onReplace = onReplace;
        this.client = new ResourceClient(context, object);
        this.check = new WriteCheck(context, object);
        this.serialization = context.connection().client().getKubernetesSerialization();
    }

    /**
     * @return an answer, with status 201 for an object that would be created or replaced
     * @throws RuntimeException the error of a request
     */
    ApiResponse<? extends HasMetadata> run(LiveState live) {
        check.requireOwnership(live);
        if (live.isBeingDeleted()) {
            return create();
        }
        if (object instanceof Job && live.object() != null) {
            return client.isUnchanged(live)
                    ? new ApiResponse<>(live.object(), HttpURLConnection.HTTP_OK, List.of())
                    : replace(live, Set.of());
        }
        ApiResponse<? extends HasMetadata> answer;
        try {
            answer = dryRun(live);
        } catch (RuntimeException problem) {
            answer = handleRefusal(problem, live);
        }
        return removeAdoptedFields(keepReplicas(answer, live), live);
    }

    private ApiResponse<? extends HasMetadata> dryRun(LiveState live) {
        // An object that is assumed to be absent may belong to another owner. With the resourceVersion, the dry run
        // fails if the object exists.
        String resourceVersion = live == LiveState.ABSENT ? live.resourceVersion() : null;
        ApiResponse<? extends HasMetadata> answer = client.apply(client.payload(live), resourceVersion, false);
        if (answer.status() != 201 && HeadlessServiceCheck.staysHeadless(object, answer.object())) {
            throw HeadlessServiceCheck.immutableFieldError();
        }
        return answer;
    }

    /** Answers as a deploy would after this refusal, or throws the refusal. */
    private ApiResponse<? extends HasMetadata> handleRefusal(RuntimeException problem, LiveState live) {
        if (context.options().replace() && ApiErrors.isImmutableField(problem)) {
            return replace(live, ApiErrors.invalidFields(problem));
        }
        String strategy = live.object() == null ? null : ApiErrors.staleStrategyField(problem);
        if (strategy != null && FieldManagerMigration.defaultsPatch(live.object(), strategy, serialization) != null) {
            return dropDefaults(live, strategy);
        }
        boolean isMigrated = context.options().adopt()
                && FieldManagerMigration.areAllMigrated(ApiErrors.conflictingManagers(problem));
        if (isMigrated
                || !autoscaled && AutoscalerTakeover.isReplicasConflict(problem) && client.canTakeBackReplicas()) {
            return client.apply(client.payload(live), null, true);
        }
        throw problem;
    }

    /** @param fields the immutable fields that make this necessary */
    private ApiResponse<? extends HasMetadata> replace(LiveState live, Set<String> fields) {
        check.requireReplaceable(live.object());
        ApiResponse<? extends HasMetadata> answer = create();
        onReplace.accept(fields);
        return answer;
    }

    /**
     * Answers with the object of the definition. The API server cannot answer with the created object while the old
     * object exists.
     */
    private ApiResponse<? extends HasMetadata> create() {
        client.dryRunCreate();
        return client.describeCreated();
    }

    /**
     * Leaves the new strategy out of the dry run and adds it to the answer, because a deploy would first remove the
     * defaults of the old strategy.
     */
    private ApiResponse<? extends HasMetadata> dropDefaults(LiveState live, String strategy) {
        ObjectNode payload = client.payload(live);
        JsonNode described = ((ObjectNode) payload.get("spec")).remove(strategy);
        return setSpecField(client.apply(payload, null, false), strategy, described);
    }

    private ApiResponse<? extends HasMetadata> keepReplicas(ApiResponse<? extends HasMetadata> answer, LiveState live) {
        if (!autoscaled
                || answer.status() == 201
                || live.object() == null
                || AutoscalerTakeover.takeoverPatch(object, live.object(), serialization) == null) {
            return answer;
        }
        return setSpecField(
                answer, "replicas", IntNode.valueOf(AutoscalerTakeover.replicas(live.object(), serialization)));
    }

    private ApiResponse<? extends HasMetadata> removeAdoptedFields(
            ApiResponse<? extends HasMetadata> answer, LiveState live) {
        return context.options().adopt()
                        && live.object() != null
                        && FieldManagerMigration.migrationPatch(live.object(), serialization) != null
                ? edit(answer, FieldManagerMigrationPreview::removeMigratedFields)
                : answer;
    }

    private ApiResponse<? extends HasMetadata> setSpecField(
            ApiResponse<? extends HasMetadata> answer, String field, JsonNode value) {
        return edit(answer, fields -> ((ObjectNode) fields.get("spec")).set(field, value));
    }

    private ApiResponse<? extends HasMetadata> edit(
            ApiResponse<? extends HasMetadata> answer, Consumer<ObjectNode> change) {
        ObjectNode fields = serialization.convertValue(answer.object(), ObjectNode.class);
        change.accept(fields);
        return answer.with(client.toObject(fields), answer.status());
    }
}
