package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.apply.PlannedObject;
import io.jenkins.plugins.deployworkload.rollout.apply.Planner;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.plan.PlanId;
import io.jenkins.plugins.deployworkload.rollout.plan.PlannedChange;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the plan of a deploy before the first write: what it deletes, whether the API server and the policy accept all objects,
 * and whether it is the expected plan. Throws the error of a request.
 */
final class PlanCheck {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;

    PlanCheck(RolloutContext context, RolloutThread thread, Pruner pruner) {
        this.context = context;
        this.thread = thread;
        this.pruner = pruner;
    }

    /**
     * Whether the revision can be stored while the live objects are read, because the deploy will probably not be refused:
     * the application has a revision, and the deploy deletes no object, runs no Job, and applies new objects.
     */
    static boolean isExpectedToPass(RolloutContext context, List<HasMetadata> objects) {
        RevisionHistory history = context.revisions().history();
        return history != null
                && history.latest() != null
                && context.pruneCandidates().isEmpty()
                && context.state().parameters().redeploy() == null
                && objects.stream()
                        .noneMatch(object -> object instanceof Job || ResourceKinds.isNamespace(context.ref(object)));
    }

    /**
     * @param storeDraft begins to store the revision, while the API server checks the objects
     * @return the end of the rollout if it cannot continue
     */
    Optional<RolloutEnd> run(List<HasMetadata> objects, Runnable storeDraft) throws RolloutInterruptedException {
        Optional<RolloutEnd> tooMany = refusePrune(objects);
        return tooMany.isPresent() ? tooMany : findRefusals(objects, storeDraft);
    }

    private Optional<RolloutEnd> refusePrune(List<HasMetadata> objects) throws RolloutInterruptedException {
        List<ObjectRef> suspects = context.pruneSelection().suspects(objects);
        if (suspects.isEmpty()) {
            return Optional.empty();
        }
        List<HasMetadata> live = thread.read(() -> pruner.findOwned(suspects));
        return context.pruneSelection().refusal(suspects, live).map(RolloutEnd::refused);
    }

    /**
     * Checks with a dry run whether the API server accepts all objects that will be applied. Otherwise a refused object
     * would leave the other objects changed.
     */
    private Optional<RolloutEnd> findRefusals(List<HasMetadata> objects, Runnable storeDraft)
            throws RolloutInterruptedException {
        Planner planner = new Planner(context.applyContext());
        Map<HasMetadata, LiveState> liveStates = context.liveStates(objects);
        List<HasMetadata> changed = objects.stream()
                .filter(object -> !planner.isUnchanged(object, liveStates.get(object)))
                .toList();
        // A single change needs no check if nothing is deleted before it: if it is refused, nothing was changed. The
        // policy must know which fields of other clients it would keep, though.
        boolean isOnlyWrite = changed.size() == 1 && context.pruneCandidates().isEmpty();
        List<HasMetadata> checked = context.options().expectedPlan() != null
                ? objects
                : changed.stream()
                        .filter(object -> !isOnlyWrite || planner.mayKeepFieldsOfOthers(object, liveStates.get(object)))
                        .toList();
        if (checked.isEmpty()) {
            return Optional.empty();
        }
        if (objects.stream().map(context::ref).noneMatch(ResourceKinds::isNamespace)) {
            storeDraft.run();
        }
        List<PlannedObject> plan = thread.read(() -> planner.plan(checked, liveStates::get));
        plan.forEach(planned -> context.trackedObject(planned.object()).liveState(planned.live()));
        Optional<RolloutEnd> refused = Preflight.refusal(plan.stream()
                .filter(planned -> planned.refusal() != null && planner.isFinal(planned.refusal()))
                .map(planned -> context.describeRefusal(context.ref(planned.object()), planned.refusal()))
                .distinct()
                .toList());
        Optional<RolloutEnd> notAllowed = refused.or(() -> context.policy()
                .reasonAgainstMerged(planner.withFieldsOfOthers(plan))
                .map(RolloutEnd::refused));
        return notAllowed.isPresent() ? notAllowed : refuseOtherPlan(objects, plan);
    }

    private Optional<RolloutEnd> refuseOtherPlan(List<HasMetadata> objects, List<PlannedObject> plan)
            throws RolloutInterruptedException {
        if (context.options().expectedPlan() == null) {
            return Optional.empty();
        }
        List<ObjectRef> candidates = context.pruneCandidates();
        List<HasMetadata> deleted =
                context.pruneSelection().deleted(thread.read(() -> pruner.findOwned(candidates)), objects);
        List<PlannedChange> changes = plan.stream()
                .map(planned ->
                        PlannedChange.of(planned, context.connection().client().getKubernetesSerialization()))
                .toList();
        return new PlanId(context, context.revisions(), changes, deleted)
                .difference(context.options().expectedPlan())
                .map(RolloutEnd::refused);
    }
}
