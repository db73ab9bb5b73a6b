package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Options of a rollout. All options are off by default, unless stated otherwise.
 *
 * @param onFailure the action if the workload does not become healthy
 * @param prune delete objects that an earlier deploy created for the workload and that are no longer in the definition
 * @param pruneKinds the kinds of objects that hold data and that are pruned nevertheless
 * @param pruneMoreThanHalf prune also if this deletes more than half of the objects of the application
 * @param expectedPlan the ids of plans, separated by commas; a deploy with another plan is refused before anything is
 *     applied; {@code null} for any plan
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
 * @param createNamespace create the namespace of the deploy if it does not exist
 * @param ignoreAddresses a Service of type LoadBalancer is healthy without an address
 * @param ignoreClaims a PersistentVolumeClaim is healthy without a volume
 * @param build the build that deploys, for annotations on the objects that the rollout changes; {@code null} for none
 */
public record RolloutOptions(
        OnFailure onFailure,
        boolean prune,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<PruneKind> pruneKinds,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean pruneMoreThanHalf,
        @JsonInclude(JsonInclude.Include.NON_NULL) String expectedPlan,
        boolean replace,
        boolean adopt,
        boolean forceConflicts,
        boolean dryRun,
        boolean detached,
        FailFast failFast,

        @JsonSerialize(contentUsing = Json.MillisSerializer.class)
        @JsonDeserialize(contentUsing = Json.MillisDeserializer.class)
        Map<String, Duration> patience,

        Boolean ignoreNotReadyNodes,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean createNamespace,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean ignoreAddresses,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean ignoreClaims,
        @JsonInclude(JsonInclude.Include.NON_NULL) BuildReference build) {

    public RolloutOptions {
        pruneKinds = pruneKinds == null ? Set.of() : Set.copyOf(pruneKinds);
        failFast = failFast == null ? FailFast.NORMAL : failFast;
        patience = patience == null ? Map.of() : Map.copyOf(patience);
        ignoreNotReadyNodes = ignoreNotReadyNodes == null || ignoreNotReadyNodes;
    }

    /** Whether a deploy may prune an object: it holds no data, or its kind is named. */
    public boolean mayDelete(ObjectRef ref) {
        return !ResourceKinds.holdsData(ref)
                || pruneKinds.stream().anyMatch(kind -> kind.name().equals(ref.kind()));
    }

    /**
     * A build of Jenkins.
     *
     * @param job the full name of the job, such as {@code shop/web}; the name alone may be as long as Jenkins allows
     * @param number the number of the build
     * @param url the absolute URL of the build; {@code null} if Jenkins does not know its own URL
     */
    public record BuildReference(
            String job,
            int number,

            @JsonInclude(JsonInclude.Include.NON_NULL) String url) {

        /** A limit in characters, as the API server refuses an object with more than 256 KiB of annotations. */
        private static final int MAX_LENGTH = 2000;

        /** The annotations that lead from an object to this build. */
        public Map<String, String> annotations() {
            Map<String, String> annotations = new LinkedHashMap<>();
            annotations.put(FieldManagers.JOB_ANNOTATION, shorten(job));
            annotations.put(FieldManagers.BUILD_ANNOTATION, String.valueOf(number));
            if (url != null && url.length() <= MAX_LENGTH) {
                annotations.put(FieldManagers.BUILD_URL_ANNOTATION, url);
            }
            return annotations;
        }

        private static String shorten(String text) {
            return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
        }
    }

    /** The kinds whose deletion deletes data, with Kubernetes' own names. */
    public enum PruneKind {
        /** With all objects in the namespace. */
        Namespace,
        /** With all its custom resources, in all namespaces. */
        CustomResourceDefinition,
        /** With its volume, unless the reclaim policy keeps it. */
        PersistentVolumeClaim
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
        /** Roll back to the last healthy revision; without one, keep the applied objects. */
        ROLLBACK,
        /** As {@link #ROLLBACK}; without a healthy revision, delete the objects that the deploy created. */
        REMOVE
    }

    private static final RolloutOptions DEFAULTS = new RolloutOptions(
            OnFailure.KEEP,
            false,
            Set.of(),
            false,
            null,
            false,
            false,
            false,
            false,
            false,
            FailFast.NORMAL,
            Map.of(),
            true,
            false,
            false,
            false,
            null);

    /** The default options: apply the objects, wait until they are healthy, and keep them after a failure. */
    public static RolloutOptions defaults() {
        return DEFAULTS;
    }

    public RolloutOptions withOnFailure(OnFailure value) {
        return with(draft -> draft.onFailure = value);
    }

    public RolloutOptions withPrune(boolean value) {
        return with(draft -> draft.prune = value);
    }

    public RolloutOptions withPruneKinds(Collection<PruneKind> value) {
        return with(draft -> draft.pruneKinds = Set.copyOf(value));
    }

    public RolloutOptions withPruneMoreThanHalf(boolean value) {
        return with(draft -> draft.pruneMoreThanHalf = value);
    }

    public RolloutOptions withExpectedPlan(String value) {
        return with(draft -> draft.expectedPlan = value);
    }

    public RolloutOptions withReplace(boolean value) {
        return with(draft -> draft.replace = value);
    }

    public RolloutOptions withAdopt(boolean value) {
        return with(draft -> draft.adopt = value);
    }

    public RolloutOptions withForceConflicts(boolean value) {
        return with(draft -> draft.forceConflicts = value);
    }

    public RolloutOptions withDryRun(boolean value) {
        return with(draft -> draft.dryRun = value);
    }

    public RolloutOptions withDetached(boolean value) {
        return with(draft -> draft.detached = value);
    }

    public RolloutOptions withFailFast(FailFast value) {
        return with(draft -> draft.failFast = value);
    }

    public RolloutOptions withPatience(Map<String, Duration> value) {
        return with(draft -> draft.patience = value);
    }

    public RolloutOptions withIgnoreNotReadyNodes(boolean value) {
        return with(draft -> draft.ignoreNotReadyNodes = value);
    }

    public RolloutOptions withCreateNamespace(boolean value) {
        return with(draft -> draft.createNamespace = value);
    }

    public RolloutOptions withIgnoreAddresses(boolean value) {
        return with(draft -> draft.ignoreAddresses = value);
    }

    public RolloutOptions withIgnoreClaims(boolean value) {
        return with(draft -> draft.ignoreClaims = value);
    }

    public RolloutOptions withBuild(BuildReference value) {
        return with(draft -> draft.build = value);
    }

    private RolloutOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.build();
    }

    /** A copy of the options that can be changed, so that a method for one option does not list all of them. */
    private static final class Draft {

        private OnFailure onFailure;
        private boolean prune;
        private Set<PruneKind> pruneKinds;
        private boolean pruneMoreThanHalf;
        private String expectedPlan;
        private boolean replace;
        private boolean adopt;
        private boolean forceConflicts;
        private boolean dryRun;
        private boolean detached;
        private FailFast failFast;
        private Map<String, Duration> patience;
        private boolean ignoreNotReadyNodes;
        private boolean createNamespace;
        private boolean ignoreAddresses;
        private boolean ignoreClaims;
        private BuildReference build;

        Draft(RolloutOptions options) {
            onFailure = options.onFailure;
            prune = options.prune;
            pruneKinds = options.pruneKinds;
            pruneMoreThanHalf = options.pruneMoreThanHalf;
            expectedPlan = options.expectedPlan;
            replace = options.replace;
            adopt = options.adopt;
            forceConflicts = options.forceConflicts;
            dryRun = options.dryRun;
            detached = options.detached;
            failFast = options.failFast;
            patience = options.patience;
            ignoreNotReadyNodes = options.ignoreNotReadyNodes;
            createNamespace = options.createNamespace;
            ignoreAddresses = options.ignoreAddresses;
            ignoreClaims = options.ignoreClaims;
            build = options.build;
        }

        RolloutOptions build() {
            return new RolloutOptions(
                    onFailure,
                    prune,
                    pruneKinds,
                    pruneMoreThanHalf,
                    expectedPlan,
                    replace,
                    adopt,
                    forceConflicts,
                    dryRun,
                    detached,
                    failFast,
                    patience,
                    ignoreNotReadyNodes,
                    createNamespace,
                    ignoreAddresses,
                    ignoreClaims,
                    build);
        }
    }
}
