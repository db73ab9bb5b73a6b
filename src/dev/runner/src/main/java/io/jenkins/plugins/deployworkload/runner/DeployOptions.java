package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import picocli.CommandLine.Option;

/** Options that {@code deploy} and {@code diff} share. */
final class DeployOptions {

    @Option(
            names = "--prune",
            description = "Delete objects of earlier deploys that are no longer in the definition of the workload.")
    private boolean prune;

    @Option(names = "--replace", description = "Delete and create again objects with changed immutable fields.")
    private boolean replace;

    @Option(names = "--adopt", description = "Take over existing objects that other tools created, such as kubectl.")
    private boolean adopt;

    @Option(names = "--force-conflicts", description = "Take over fields that other field managers own.")
    private boolean forceConflicts;

    RolloutOptions options() {
        return RolloutOptions.defaults()
                .withPrune(prune)
                .withReplace(replace)
                .withAdopt(adopt)
                .withForceConflicts(forceConflicts);
    }
}
