package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import picocli.CommandLine.Option;

/** What a deploy may do beyond applying and watching, and a diff may take as allowed. */
final class DeployOptions {

    @Option(names = "--prune", description = "Delete what an earlier deploy made and the description no longer holds.")
    private boolean prune;

    @Option(names = "--replace", description = "Delete and make again what cannot be changed in place.")
    private boolean replace;

    @Option(names = "--adopt", description = "Take over objects that were made with kubectl or the like.")
    private boolean adopt;

    @Option(names = "--force-conflicts", description = "Take fields from other managers.")
    private boolean forceConflicts;

    RolloutOptions options() {
        return RolloutOptions.defaults()
                .withPrune(prune)
                .withReplace(replace)
                .withAdopt(adopt)
                .withForceConflicts(forceConflicts);
    }
}
