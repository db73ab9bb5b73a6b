package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.apply.FieldDiff;
import io.jenkins.plugins.deployworkload.rollout.apply.ReplacementDiff;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs a dry run of all objects at once. A dry run creates nothing, so the order of the objects does not matter and no
 * waves are needed.
 */
final class DryRun implements Applier.Listener {

    private final RolloutContext context;
    private final Applier applier;
    private final Pruner pruner;
    private final List<String> refusals = new ArrayList<>();
    private final Set<ObjectRef> replaced = new HashSet<>();
    private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);

    DryRun(RolloutContext context, Applier applier, Pruner pruner) {
        this.context = context;
        this.applier = applier;
        this.pruner = pruner;
    }

    /** Completes normally with the end of the rollout. */
    CompletableFuture<RolloutEnd> run(List<HasMetadata> objects) {
        return applier.apply(List.of(objects), ref -> context.state().get(ref).liveState(), this)
                .thenCompose(nothing -> pruner.findOwned(context.pruneCandidates()))
                .handleAsync(this::toEnd, context.executor());
    }

    private RolloutEnd toEnd(List<HasMetadata> candidates, Throwable problem) {
        context.revisions().warnUntrusted();
        context.reportRevisionWarnings();
        if (problem != null) {
            refusals.add(context.describeFailure(problem));
        } else {
            candidates.forEach(this::reportWouldDelete);
        }
        return refusals.isEmpty()
                ? new RolloutEnd(
                        Outcome.SUCCEEDED,
                        Messages.DryRun_summary(
                                count(Operation.CREATED), count(Operation.UPDATED), count(Operation.UNCHANGED)))
                : RolloutEnd.refused(Sentences.join(refusals));
    }

    private int count(Operation operation) {
        return counts.getOrDefault(operation, 0);
    }

    @Override
    public void applied(ObjectRef ref, ApiResponse<? extends HasMetadata> answer) {
        context.executor().execute(() -> counts.merge(reportWouldApply(ref, answer), 1, Integer::sum));
    }

    @Override
    public void refused(ObjectRef ref, Throwable problem) {
        context.executor().execute(() -> refusals.add(context.describeRefusal(ref, problem)));
    }

    @Override
    public void replacing(ObjectRef ref, Set<String> fields) {
        String reason = fields.isEmpty()
                ? Messages.DryRun_wouldReplace()
                : Messages.DryRun_wouldReplaceImmutable(String.join(", ", fields));
        context.executor().execute(() -> {
            replaced.add(ref);
            context.report(new RolloutEvent.WouldDelete(RolloutEvent.now(), ref, reason));
        });
    }

    @Override
    public void awaitingDeletion(ObjectRef ref, HasMetadata terminating) {
        throw new IllegalStateException("A dry run does not wait for a deletion");
    }

    private Operation reportWouldApply(ObjectRef ref, ApiResponse<? extends HasMetadata> answer) {
        KubernetesSerialization serialization = context.connection().client().getKubernetesSerialization();
        HasMetadata live = context.state().get(ref).liveState().object();
        JsonNode answerFields = serialization.convertValue(answer.object(), JsonNode.class);
        boolean isCreated = live == null || answer.status() == 201 && !replaced.contains(ref);
        JsonNode liveFields = isCreated ? MissingNode.getInstance() : serialization.convertValue(live, JsonNode.class);
        List<FieldChange> changes = replaced.contains(ref)
                ? ReplacementDiff.changes(liveFields, answerFields)
                : FieldDiff.of(liveFields, answerFields);
        Operation operation = answer.status() == 201
                ? Operation.CREATED
                : changes.isEmpty() ? Operation.UNCHANGED : Operation.UPDATED;
        context.report(new RolloutEvent.WouldApply(RolloutEvent.now(), ref, operation, changes));
        context.warn(ref, answer);
        return operation;
    }

    /**
     * Reports that a deploy would delete an object that is no longer in the definition. An object that a deploy would
     * keep is not reported.
     */
    private void reportWouldDelete(HasMetadata object) {
        ObjectRef ref = context.ref(object);
        RolloutOptions options = context.options();
        if (ResourceKinds.createsPods(ref) && !options.replace()) {
            refusals.add(Messages.Preflight_otherKind(ref.label()));
        } else if (ResourceKinds.createsPods(ref) || options.prune() && !ResourceKinds.holdsData(ref)) {
            context.report(new RolloutEvent.WouldDelete(RolloutEvent.now(), ref, Messages.DryRun_wouldPrune()));
        }
    }
}
