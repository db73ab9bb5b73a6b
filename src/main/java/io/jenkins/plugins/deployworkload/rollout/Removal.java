package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Deletes the objects that a failed deploy has created, if no revision was healthy yet and {@link OnFailure#REMOVE} is
 * set.
 */
final class Removal {

    private final RolloutContext context;
    private final CreatedObjects created;
    private final RolloutCheckpoint.FailedDeploy failed;
    private final Consumer<RolloutCheckpoint> saveCheckpoint;

    /** @param saveCheckpoint receives the checkpoint to resume the removal from, before its event is reported */
    Removal(
            RolloutContext context,
            CreatedObjects created,
            RolloutCheckpoint.FailedDeploy failed,
            Consumer<RolloutCheckpoint> saveCheckpoint) {
        this.context = context;
        this.created = created;
        this.failed = failed;
        this.saveCheckpoint = saveCheckpoint;
    }

    /**
     * @param isResumed whether an earlier process started this removal
     * @return the end of the rollout; empty if another deploy has become active
     */
    Optional<RolloutEnd> run(boolean isResumed) {
        Optional<String> refusal = context.policy().reason(List.of());
        if (refusal.isPresent()) {
            return end(Messages.Rollback_removeNotAllowed(refusal.get()), RecoveryOutcome.FAILED);
        }
        List<ObjectRef> objects = created.find(ref -> true);
        if (!isResumed && !objects.isEmpty()) {
            save();
        }
        Pruner.PruneResult deletion;
        try {
            deletion = created.delete(objects);
        } catch (SupersededException e) {
            return Optional.empty();
        }
        context.report(deletion, Messages.Rollback_deletedOfFailedDeploy());
        if (!deletion.remaining().isEmpty()) {
            return end(Messages.Rollback_notRemoved(deletion.describeRemaining()), RecoveryOutcome.FAILED);
        }
        // The earlier process has deleted the objects that are gone already.
        List<ObjectRef> deleted = isResumed ? objects : deletion.deleted();
        String names = deleted.stream().map(ObjectRef::label).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? end(Messages.Rollback_nothingCreated(), RecoveryOutcome.NONE)
                : end(Messages.Rollback_removed(names), RecoveryOutcome.REMOVED);
    }

    /** Saves the checkpoint before the deletion, which would look like a deletion by another client after a restart. */
    private void save() {
        RolloutParameters parameters = context.state().parameters();
        RolloutCheckpoint checkpoint = new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                parameters.namespace(),
                parameters.workload(),
                false,
                List.of(),
                parameters.startedAt(),
                parameters.deadline(),
                parameters.options(),
                context.revisions().revisionId(),
                parameters.deployer(),
                failed,
                null,
                null);
        saveCheckpoint.accept(checkpoint);
        context.report(new RolloutEvent.RollingBack(
                RolloutEvent.now(), Messages.Rollback_removing(Sentences.of(failed.message())), checkpoint));
    }

    private Optional<RolloutEnd> end(String message, RecoveryOutcome recovery) {
        return Optional.of(Rollback.end(failed, message, recovery));
    }
}
