package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Finds out what each object is applied over, with at most one request an object, and with none for most that will be
 * changed: the watches have listed those that are waited for, and the workload's record knows of the others. What is to be
 * as it was recorded last is asked for, so that it can be left alone.
 */
final class Survey {

    private final Applier applier;
    private final Ledger ledger;
    private final RolloutState state;
    private final Executor tasks;

    Survey(Applier applier, Ledger ledger, RolloutState state, Executor tasks) {
        this.applier = applier;
        this.ledger = ledger;
        this.state = state;
        this.tasks = tasks;
    }

    /**
     * @param all whether each object is asked for
     * @return completes when it is known of all objects; fails with what a request failed with
     */
    CompletableFuture<Void> look(List<HasMetadata> objects, boolean all) {
        return CompletableFuture.allOf(
                objects.stream().map(object -> look(object, all)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> look(HasMetadata object, boolean all) {
        TrackedObject<?> target = state.get(ObjectRef.of(object, state.frame().namespace()));
        Before known = all ? null : known(object, target);
        if (known != null) {
            target.before(known);
            return CompletableFuture.completedFuture(null);
        }
        boolean again = !all && ledger.ranAs(object);
        return applier.read(object)
                .thenAcceptAsync(found -> target.before(again ? found.appliedAgain() : found), tasks);
    }

    /** {@code null} if the object has to be asked for. */
    private Before known(HasMetadata object, TrackedObject<?> target) {
        ObjectRef ref = target.ref();
        if (object instanceof Job) {
            return target.seen() == null ? Before.ABSENT : Before.listed(target.seen());
        }
        if (ledger.isRecorded(object)) {
            return null;
        }
        if (target.seen() != null) {
            return Before.listed(target.seen());
        }
        if (!ledger.owned().contains(ref)) {
            return Before.ABSENT;
        }
        String version = ledger.version(ref);
        return version == null ? null : Before.left(version);
    }
}
