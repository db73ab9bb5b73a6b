package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The objects that a failed deploy has created, except objects that hold data. */
final class CreatedObjects {

    private final RolloutContext context;
    private final Pruner pruner;
    private final RolloutCheckpoint.FailedDeploy failed;

    CreatedObjects(RolloutContext context, Pruner pruner, RolloutCheckpoint.FailedDeploy failed) {
        this.context = context;
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

    /** @return fails only if another deploy has become active */
    CompletableFuture<Pruner.PruneResult> delete(List<ObjectRef> created) {
        return pruner.findOwned(created)
                .thenCompose(found -> pruner.delete(found, context::isStillActive))
                .exceptionallyCompose(problem -> {
                    if (ApiErrors.isSuperseded(problem)) {
                        return CompletableFuture.failedFuture(problem);
                    }
                    String reason = context.describeFailure(problem);
                    return CompletableFuture.completedFuture(new Pruner.PruneResult(
                            List.of(), created.stream().collect(Collectors.toMap(Function.identity(), ref -> reason))));
                });
    }
}
