package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a deploy may do beyond applying and watching. */
final class Permissions {

    @ArgGroup(exclusive = true)
    private Failure failure = new Failure();

    @Option(names = "--prune", description = "Delete what an earlier deploy made and the description no longer holds.")
    private boolean prune;

    @Option(names = "--recreate", description = "Delete and make again what cannot be changed in place.")
    private boolean recreate;

    @Option(names = "--adopt", description = "Take over objects that were made with kubectl or the like.")
    private boolean adopt;

    @Option(names = "--force-conflicts", description = "Take fields from other managers.")
    private boolean forceConflicts;

    /** At most one way to go on after a failure. */
    static final class Failure {
        @Option(names = "--rollback", description = "After a failure, put the last good revision back.")
        private boolean rollback;

        @Option(names = "--remove", description = "As --rollback; without a good revision, delete what was made.")
        private boolean remove;
    }

    RolloutOptions options() {
        OnFailure onFailure =
                failure.remove ? OnFailure.REMOVE : failure.rollback ? OnFailure.ROLLBACK : OnFailure.KEEP;
        return RolloutOptions.defaults()
                .withOnFailure(onFailure)
                .withPrune(prune)
                .withRecreate(recreate)
                .withAdopt(adopt)
                .withForceConflicts(forceConflicts);
    }
}
