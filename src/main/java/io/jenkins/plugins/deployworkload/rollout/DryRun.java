package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.apply.FieldDiff;
import io.jenkins.plugins.deployworkload.rollout.apply.PlannedObject;
import io.jenkins.plugins.deployworkload.rollout.apply.Planner;
import io.jenkins.plugins.deployworkload.rollout.apply.ReplacementDiff;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
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
import java.util.List;
import java.util.Map;

/** Reports what a deploy would do, according to its plan. */
final class DryRun {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;
    private final List<String> refusals = new ArrayList<>();
    private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);

    DryRun(RolloutContext context, RolloutThread thread, Pruner pruner) {
        this.context = context;
        this.thread = thread;
        this.pruner = pruner;
    }

    /** @return the end of the rollout */
    RolloutEnd run(List<HasMetadata> objects) throws RolloutInterruptedException {
        context.revisions().warnUntrusted();
        context.reportRevisionWarnings();
        Map<HasMetadata, LiveState> liveStates = context.liveStates(objects);
        Planner planner = new Planner(context.applyContext());
        List<PlannedObject> plan = thread.read(() -> planner.plan(objects, liveStates::get));
        plan.forEach(this::report);
        context.policy().reasonAgainstMerged(planner.withFieldsOfOthers(plan)).ifPresent(refusals::add);
        List<ObjectRef> candidates = context.pruneCandidates();
        try {
            thread.read(() -> pruner.findOwned(candidates)).forEach(object -> reportWouldDelete(object, objects));
        } catch (RuntimeException problem) {
            refusals.add(context.describeFailure(problem));
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

    private void report(PlannedObject planned) {
        ObjectRef ref = context.ref(planned.object());
        if (planned.refusal() != null) {
            refusals.add(context.describeRefusal(ref, planned.refusal()));
            return;
        }
        if (planned.isReplaced()) {
            String reason = planned.replacedFields().isEmpty()
                    ? Messages.DryRun_wouldReplace()
                    : Messages.DryRun_wouldReplaceImmutable(String.join(", ", planned.replacedFields()));
            context.report(new RolloutEvent.WouldDelete(RolloutEvent.now(), ref, reason));
        }
        ApiResponse<? extends HasMetadata> answer = planned.answer();
        List<FieldChange> changes = changes(ref, planned);
        Operation operation = answer.status() == 201
                ? Operation.CREATED
                : changes.isEmpty() ? Operation.UNCHANGED : Operation.UPDATED;
        context.report(new RolloutEvent.WouldApply(RolloutEvent.now(), ref, operation, changes));
        context.warn(ref, answer);
        counts.merge(operation, 1, Integer::sum);
    }

    private List<FieldChange> changes(ObjectRef ref, PlannedObject planned) {
        KubernetesSerialization serialization = context.connection().client().getKubernetesSerialization();
        HasMetadata live = context.state().get(ref).liveState().object();
        JsonNode answerFields = serialization.convertValue(planned.answer().object(), JsonNode.class);
        boolean isCreated = live == null || planned.answer().status() == 201 && !planned.isReplaced();
        JsonNode liveFields = isCreated ? MissingNode.getInstance() : serialization.convertValue(live, JsonNode.class);
        return planned.isReplaced()
                ? ReplacementDiff.changes(liveFields, answerFields)
                : FieldDiff.of(liveFields, answerFields);
    }

    /**
     * Reports that a deploy would delete an object that is no longer in the definition. An object that a deploy would
     * keep is not reported.
     */
    private void reportWouldDelete(HasMetadata object, List<HasMetadata> objects) {
        ObjectRef ref = context.ref(object);
        RolloutOptions options = context.options();
        boolean isReplaced = objects.stream().anyMatch(other -> ResourceKinds.takesPlaceOf(other, ref));
        if (isReplaced && !options.replace()) {
            refusals.add(Messages.Preflight_otherKind(ref.label()));
        } else if (isReplaced
                || options.prune()
                        && !ResourceKinds.holdsData(ref)
                        && !Pruner.isKept(object)
                        && !RevisionSecrets.isNeeded(object, context)) {
            context.report(new RolloutEvent.WouldDelete(RolloutEvent.now(), ref, Messages.DryRun_wouldPrune()));
        }
    }
}
