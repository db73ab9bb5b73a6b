package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.apply.PlannedObject;
import io.jenkins.plugins.deployworkload.rollout.apply.Planner;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.plan.PlanId;
import io.jenkins.plugins.deployworkload.rollout.plan.PlannedChange;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports what a deploy would do, according to its plan. */
final class DryRun {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;
    private final List<String> refusals = new ArrayList<>();
    private final List<PlannedChange> changes = new ArrayList<>();

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
        List<HasMetadata> deleted = List.of();
        try {
            List<HasMetadata> found = thread.read(() -> pruner.findOwned(candidates));
            found.forEach(object -> reportWouldDelete(object, objects));
            List<ObjectRef> suspects = context.pruneSelection().suspects(objects);
            List<HasMetadata> suspected = found.stream()
                    .filter(object -> suspects.contains(context.ref(object)))
                    .toList();
            context.pruneSelection().refusal(suspects, suspected).ifPresent(refusals::add);
            deleted = context.pruneSelection().deleted(found, objects);
        } catch (RuntimeException problem) {
            refusals.add(context.describeFailure(problem));
        }
        return refusals.isEmpty()
                ? new RolloutEnd(
                        Outcome.SUCCEEDED,
                        Messages.DryRun_summary(
                                count(Operation.CREATED), count(Operation.UPDATED), count(Operation.UNCHANGED)),
                        RecoveryOutcome.NONE,
                        new PlanId(context, context.revisions(), changes, deleted)
                                .value()
                                .orElse(null))
                : RolloutEnd.refused(Sentences.join(refusals));
    }

    private long count(Operation operation) {
        return changes.stream()
                .filter(change -> change.operation() == operation)
                .count();
    }

    private void report(PlannedObject planned) {
        ObjectRef ref = context.ref(planned.object());
        if (planned.refusal() != null) {
            String refusal = context.describeRefusal(ref, planned.refusal());
            if (!refusals.contains(refusal)) {
                refusals.add(refusal);
            }
            return;
        }
        if (planned.isReplaced()) {
            String reason = planned.replacedFields().isEmpty()
                    ? Messages.DryRun_wouldReplace()
                    : Messages.DryRun_wouldReplaceImmutable(String.join(", ", planned.replacedFields()));
            context.report(new RolloutEvent.WouldDelete(RolloutEvent.now(), ref, reason));
        }
        PlannedChange change =
                PlannedChange.of(planned, context.connection().client().getKubernetesSerialization());
        context.report(new RolloutEvent.WouldApply(RolloutEvent.now(), ref, change.operation(), change.changes()));
        context.warn(ref, planned.answer());
        changes.add(change);
    }

    /**
     * Reports that a deploy would delete an object that is no longer in the definition, or that the policy keeps it. An
     * object that a deploy keeps for another reason is not reported.
     */
    private void reportWouldDelete(HasMetadata object, List<HasMetadata> objects) {
        ObjectRef ref = context.ref(object);
        boolean isReplaced = objects.stream().anyMatch(other -> ResourceKinds.takesPlaceOf(other, ref));
        if (isReplaced && !context.options().replace()) {
            refusals.add(Messages.Preflight_otherKind(ref.label()));
        } else if (isReplaced || context.pruneSelection().deletes(object)) {
            context.report(new RolloutEvent.WouldDelete(RolloutEvent.now(), ref, Messages.DryRun_wouldPrune()));
        } else {
            context.pruneSelection()
                    .policyRefusal(object)
                    .ifPresent(reason -> context.warn(ref, Messages.Completion_keptNotAllowed(reason)));
        }
    }
}
