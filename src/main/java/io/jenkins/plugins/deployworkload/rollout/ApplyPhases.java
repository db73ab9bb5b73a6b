package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.plan.ExplicitWaves;
import io.jenkins.plugins.deployworkload.rollout.watch.WaitTask;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies the objects of a rollout in phases: first its namespace, then the definitions of its custom resources, then the
 * other objects, wave after wave. Each phase needs the result of the phase before. Each method returns the end of the rollout if the
 * rollout cannot continue.
 */
final class ApplyPhases {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final WaitTask waitTask;
    private final HealthWait healthWait;
    private final ApplyRun applyRun;

    /** @param onApplied runs when the API server has accepted an object, before the event is reported */
    ApplyPhases(
            RolloutContext context,
            RolloutThread thread,
            Applier applier,
            WaitTask waitTask,
            HealthWait healthWait,
            Runnable onApplied) {
        this.context = context;
        this.thread = thread;
        this.waitTask = waitTask;
        this.healthWait = healthWait;
        this.applyRun = new ApplyRun(context, thread, applier, onApplied);
    }

    /** Creates the namespace of the rollout if the definition contains it. Without it, no revision can be stored. */
    Optional<RolloutEnd> createNamespace(List<HasMetadata> objects) throws RolloutInterruptedException {
        List<HasMetadata> missing = objects.stream()
                .filter(object -> ResourceKinds.isNamespace(context.ref(object))
                        && context.namespace().equals(object.getMetadata().getName())
                        && context.trackedObject(object).liveState().equals(LiveState.ABSENT))
                .toList();
        return apply(missing);
    }

    /**
     * Applies all objects that are not applied yet.
     *
     * @param definition all objects of the rollout, also those that are applied already
     */
    Optional<RolloutEnd> applyAll(List<HasMetadata> objects, List<HasMetadata> definition)
            throws RolloutInterruptedException {
        boolean definesOwnKinds =
                objects.stream().anyMatch(object -> context.types().isDefinedByRollout(context.ref(object)));
        if (definesOwnKinds) {
            Optional<RolloutEnd> end = applyDefinitions(objects);
            if (end.isPresent()) {
                return end;
            }
        }
        // The rules may have changed since the rollout has begun. Each apply asks the policy about its object again.
        Optional<RolloutEnd> notAllowed = context.policy().check(objects);
        if (notAllowed.isPresent()) {
            return notAllowed;
        }
        List<HasMetadata> remaining = objects.stream()
                .filter(object -> context.trackedObject(object).applied() == null)
                .toList();
        return applyWaves(remaining, ExplicitWaves.of(definition));
    }

    private Optional<RolloutEnd> applyWaves(List<HasMetadata> remaining, List<List<HasMetadata>> waves)
            throws RolloutInterruptedException {
        if (waves.size() == 1) {
            return applyRun.run(remaining);
        }
        Set<ObjectRef> earlier = new HashSet<>();
        for (List<HasMetadata> wave : waves) {
            Set<ObjectRef> refs = wave.stream().map(context::ref).collect(Collectors.toSet());
            List<HasMetadata> ofWave = remaining.stream()
                    .filter(object -> refs.contains(context.ref(object)))
                    .toList();
            Optional<RolloutEnd> end = ofWave.isEmpty() || earlier.isEmpty()
                    ? Optional.empty()
                    : healthWait.awaitHealthy(earlier::contains);
            if (end.isEmpty()) {
                end = apply(ofWave);
            }
            if (end.isPresent()) {
                return end;
            }
            earlier.addAll(refs);
        }
        return Optional.empty();
    }

    private Optional<RolloutEnd> applyDefinitions(List<HasMetadata> objects) throws RolloutInterruptedException {
        Optional<RolloutEnd> end = apply(objects.stream()
                .filter(object -> CustomResourceDefinitions.isDefinition(context.ref(object)))
                .toList());
        if (end.isEmpty()) {
            end = healthWait.awaitDefinitions();
        }
        if (end.isEmpty()) {
            thread.awaitRead(waitTask.watchDefinedKinds());
        }
        return end;
    }

    private Optional<RolloutEnd> apply(List<HasMetadata> objects) throws RolloutInterruptedException {
        if (objects.isEmpty()) {
            return Optional.empty();
        }
        Optional<RolloutEnd> end = applyRun.run(objects);
        if (end.isEmpty()) {
            thread.throwIfInterrupted();
        }
        return end;
    }
}
