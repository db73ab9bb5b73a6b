package io.jenkins.plugins.deployworkload.rollout.model;

/**
 * What a rollout may do beyond applying and watching. Nothing of it is done unasked.
 *
 * @param onFailure what to do when the workload does not run
 * @param prune whether objects that this product made for the workload, and that are no longer described, are deleted
 * @param replace whether what cannot be changed in place is deleted and made again, and a running Job is ended for the new
 *     run
 * @param adopt whether fields that were set with kubectl and its like become this product's, so that those not described
 *     go; a selector that cannot be changed is kept as it is
 * @param forceConflicts whether fields that others manage are taken from them
 * @param dryRun whether the server is only asked what would change
 * @param detached whether it ends as soon as all is applied: nobody sees whether it runs, so nothing is put back or pruned,
 *     and it is not noted as a revision to go back to
 */
public record RolloutOptions(
        OnFailure onFailure,
        boolean prune,
        boolean replace,
        boolean adopt,
        boolean forceConflicts,
        boolean dryRun,
        boolean detached) {

    /** What to do with a deploy that failed or was not done in time. */
    public enum OnFailure {
        /** It stays as it is. */
        KEEP,
        /** The last revision that was seen to run is put back; where there is none, it stays as it is. */
        ROLLBACK,
        /** The last revision that was seen to run is put back; where there is none, what the deploy made is deleted. */
        REMOVE
    }

    private static final RolloutOptions DEFAULTS =
            new RolloutOptions(OnFailure.KEEP, false, false, false, false, false, false);

    /** Apply and watch, nothing else. */
    public static RolloutOptions defaults() {
        return DEFAULTS;
    }

    public RolloutOptions withOnFailure(OnFailure value) {
        return new RolloutOptions(value, prune, replace, adopt, forceConflicts, dryRun, detached);
    }

    public RolloutOptions withPrune(boolean value) {
        return new RolloutOptions(onFailure, value, replace, adopt, forceConflicts, dryRun, detached);
    }

    public RolloutOptions withReplace(boolean value) {
        return new RolloutOptions(onFailure, prune, value, adopt, forceConflicts, dryRun, detached);
    }

    public RolloutOptions withAdopt(boolean value) {
        return new RolloutOptions(onFailure, prune, replace, value, forceConflicts, dryRun, detached);
    }

    public RolloutOptions withForceConflicts(boolean value) {
        return new RolloutOptions(onFailure, prune, replace, adopt, value, dryRun, detached);
    }

    public RolloutOptions withDryRun(boolean value) {
        return new RolloutOptions(onFailure, prune, replace, adopt, forceConflicts, value, detached);
    }

    public RolloutOptions withDetached(boolean value) {
        return new RolloutOptions(onFailure, prune, replace, adopt, forceConflicts, dryRun, value);
    }
}
