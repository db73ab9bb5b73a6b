package io.jenkins.plugins.deployworkload.rollout.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.apply.FieldDiff;
import io.jenkins.plugins.deployworkload.rollout.apply.PlannedObject;
import io.jenkins.plugins.deployworkload.rollout.apply.ReplacementDiff;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * The change that a deploy makes to one object that the API server accepts.
 *
 * @param planned the object
 * @param operation {@link Operation#CREATED} also for an object that is replaced
 * @param changes the fields that change; values that may be secret are masked
 */
public record PlannedChange(PlannedObject planned, Operation operation, List<FieldChange> changes) {

    public static PlannedChange of(PlannedObject planned, KubernetesSerialization serialization) {
        if (planned.answer() == null) {
            return new PlannedChange(planned, Operation.UNCHANGED, List.of());
        }
        HasMetadata live = planned.live().object();
        boolean isNew = planned.answer().status() == HttpURLConnection.HTTP_CREATED;
        JsonNode answer = serialization.convertValue(planned.answer().object(), JsonNode.class);
        boolean hasNothingBefore = live == null || isNew && !planned.isReplaced();
        JsonNode before =
                hasNothingBefore ? MissingNode.getInstance() : serialization.convertValue(live, JsonNode.class);
        List<FieldChange> changes =
                planned.isReplaced() ? ReplacementDiff.changes(before, answer) : FieldDiff.of(before, answer);
        return new PlannedChange(
                planned,
                isNew ? Operation.CREATED : changes.isEmpty() ? Operation.UNCHANGED : Operation.UPDATED,
                changes);
    }
}
