package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Duration;
import java.util.Map;

/**
 * Options of a rollout. All options are off by default, unless stated otherwise.
 *
 * @param onFailure the action if the workload does not become healthy
 * @param prune delete objects that an earlier deploy created for the workload and that are no longer in the definition
 * @param replace if immutable fields differ, delete the object and create it again; for a Job, this ends a run in
 *     progress
 * @param adopt take over the fields of an object that kubectl or a similar client created; fields that are not in the
 *     definition are removed, except for an immutable selector
 * @param forceConflicts take over fields that other field managers own
 * @param dryRun report the changes without applying them
 * @param detached end as soon as all objects are applied. Without the result of the wait, the rollout does not roll
 *     back, does not prune, and does not mark the revision as healthy
 * @param failFast when a reason that the workload is not healthy ends the rollout before its timeout
 * @param patience how long a reason must last before it ends the rollout, by signal as in {@code docs/diagnosis.md}.
 *     Zero or positive. It replaces the time that {@code failFast} gives to the signal
 * @param ignoreNotReadyNodes a DaemonSet does not wait for pods on nodes that are not ready or cannot be reached; on by
 *     default
 */
public record RolloutOptions(
        OnFailure onFailure,
        boolean prune,
        boolean replace,
        boolean adopt,
        boolean forceConflicts,
        boolean dryRun,
        boolean detached,
        FailFast failFast,

        @JsonSerialize(contentUsing = Json.MillisSerializer.class)
        @JsonDeserialize(contentUsing = Json.MillisDeserializer.class)
        Map<String, Duration> patience,

        Boolean ignoreNotReadyNodes) {

    public RolloutOptions {
        failFast = failFast == null ? FailFast.NORMAL : failFast;
        patience = patience == null ? Map.of() : Map.copyOf(patience);
        ignoreNotReadyNodes = ignoreNotReadyNodes == null || ignoreNotReadyNodes;
    }

    /** When a reason that the workload is not healthy ends the rollout. */
    public enum FailFast {
        /** At its first detection. */
        STRICT,
        /** After the time in {@code docs/diagnosis.md}. */
        NORMAL,
        /** Never. The rollout ends by the status of its objects or at its timeout. */
        OFF
    }

    /** The action after a deploy has failed or timed out. */
    public enum OnFailure {
        /** Keep the applied objects. */
        KEEP,
        /** Roll back to the last healthy revision. Without a healthy revision, keep the applied objects. */
        ROLLBACK,
        /**
         * Roll back to the last healthy revision. Without a healthy revision, delete the objects that the deploy
         * created.
         */
        REMOVE
    }

    private static final RolloutOptions DEFAULTS = new RolloutOptions(
            OnFailure.KEEP, false, false, false, false, false, false, FailFast.NORMAL, Map.of(), true);

    /** The default options: apply the objects, wait until they are healthy, and keep them after a failure. */
    public static RolloutOptions defaults() {
        return DEFAULTS;
    }

    public RolloutOptions withOnFailure(OnFailure value) {
        return new RolloutOptions(
                value,
                prune,
                replace,
                adopt,
                forceConflicts,
                dryRun,
                detached,
                failFast,
                patience,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withPrune(boolean value) {
        return new RolloutOptions(
                onFailure,
                value,
                replace,
                adopt,
                forceConflicts,
                dryRun,
                detached,
                failFast,
                patience,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withReplace(boolean value) {
        return new RolloutOptions(
                onFailure,
                prune,
                value,
                adopt,
                forceConflicts,
                dryRun,
                detached,
                failFast,
                patience,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withAdopt(boolean value) {
        return new RolloutOptions(
                onFailure,
                prune,
                replace,
                value,
                forceConflicts,
                dryRun,
                detached,
                failFast,
                patience,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withForceConflicts(boolean value) {
        return new RolloutOptions(
                onFailure, prune, replace, adopt, value, dryRun, detached, failFast, patience, ignoreNotReadyNodes);
    }

    public RolloutOptions withDryRun(boolean value) {
        return new RolloutOptions(
                onFailure,
                prune,
                replace,
                adopt,
                forceConflicts,
                value,
                detached,
                failFast,
                patience,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withDetached(boolean value) {
        return new RolloutOptions(
                onFailure,
                prune,
                replace,
                adopt,
                forceConflicts,
                dryRun,
                value,
                failFast,
                patience,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withFailFast(FailFast value) {
        return new RolloutOptions(
                onFailure,
                prune,
                replace,
                adopt,
                forceConflicts,
                dryRun,
                detached,
                value,
                patience,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withPatience(Map<String, Duration> value) {
        return new RolloutOptions(
                onFailure,
                prune,
                replace,
                adopt,
                forceConflicts,
                dryRun,
                detached,
                failFast,
                value,
                ignoreNotReadyNodes);
    }

    public RolloutOptions withIgnoreNotReadyNodes(boolean value) {
        return new RolloutOptions(
                onFailure, prune, replace, adopt, forceConflicts, dryRun, detached, failFast, patience, value);
    }
}
