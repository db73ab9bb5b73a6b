package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The objects that a failed deploy has created, except objects that hold data. */
final class CreatedObjects {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;
    private final RolloutCheckpoint.FailedDeploy failed;

    CreatedObjects(RolloutContext context, RolloutThread thread, Pruner pruner, RolloutCheckpoint.FailedDeploy failed) {
        this.context = context;
        this.thread = thread;
        this.pruner = pruner;
        this.failed = failed;
    }

    List<ObjectRef> find(Predicate<ObjectRef> filter) {
        return failed.objects().stream()
                .filter(object -> object.operation() == AppliedObject.Operation.CREATED)
                .map(AppliedObject::ref)
                .filter(ref -> filter.test(ref) && !ResourceKinds.holdsData(ref))
                .toList();
    }

    /** @throws SupersededException if another deploy has become active; other errors are in the result */
    Pruner.PruneResult delete(List<ObjectRef> created) {
        try {
            return thread.finish(() -> pruner.delete(pruner.findOwned(created), context.fence()));
        } catch (SupersededException e) {
            throw e;
        } catch (RuntimeException problem) {
            String reason = context.describeFailure(problem);
            return new Pruner.PruneResult(
                    List.of(), created.stream().collect(Collectors.toMap(Function.identity(), ref -> reason)));
        }
    }
}
