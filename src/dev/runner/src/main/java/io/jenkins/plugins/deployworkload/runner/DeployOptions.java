package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that {@code deploy} and {@code diff} share. */
final class DeployOptions {

    @Option(
            names = "--prune",
            description = "Delete objects of earlier deploys that are no longer in the definition of the workload.")
    private boolean prune;

    @Option(
            names = "--prune-kinds",
            split = ",",
            paramLabel = "KIND",
            description = "With --prune: also delete objects of these kinds, which hold data: Namespace,"
                    + " CustomResourceDefinition, PersistentVolumeClaim.")
    private Set<PruneKind> pruneKinds = Set.of();

    @Option(
            names = "--prune-more-than-half",
            description = "With --prune: also delete more than half of the objects of the application.")
    private boolean pruneMoreThanHalf;

    @Option(names = "--replace", description = "Delete and create again objects with changed immutable fields.")
    private boolean replace;

    @Option(names = "--adopt", description = "Take over existing objects that other tools created, such as kubectl.")
    private boolean adopt;

    @Option(names = "--force-conflicts", description = "Take over fields that other field managers own.")
    private boolean forceConflicts;

    RolloutOptions options() {
        return RolloutOptions.defaults()
                .withPrune(prune)
                .withPruneKinds(pruneKinds)
                .withPruneMoreThanHalf(pruneMoreThanHalf)
                .withReplace(replace)
                .withAdopt(adopt)
                .withForceConflicts(forceConflicts);
    }
}
