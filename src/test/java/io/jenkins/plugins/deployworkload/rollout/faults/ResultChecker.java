package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compares the result of a rollout with the cluster.
 *
 * @param before the objects in the cluster before the rollout
 * @param after the objects in the cluster after the rollout
 * @param reported the warnings and deletions that the rollout reported
 * @param superseded whether a newer deploy of the workload started during the rollout
 * @param historyKnown whether the rollout knows what is stored in its history
 * @param truthfulReason matches the reasons that a rollout can truthfully report for the fault
 */
record ResultChecker(
        Scenario scenario,
        WorkloadRevisions workload,
        LiveObjects before,
        LiveObjects after,
        List<String> reported,
        boolean superseded,
        boolean historyKnown,
        Pattern truthfulReason) {

    /** A part of the message when the rollout cannot know whether a request was successful. */
    private static final String OUTCOME_UNKNOWN = "It is unknown whether the object was applied";

    /** A part of the message when the rollout cannot know whether the objects are healthy. */
    private static final String STATUS_UNKNOWN = "The current status is unknown";

    /** Matches warnings that explain why the revision history was not written. */
    private static final Pattern NO_HISTORY = Pattern.compile("cannot be stored|could not be stored|was not stored");

    TrialResult check(RolloutResult result) {
        TrialResult trialResult = checkCluster(result);
        return trialResult.isFault()
                ? trialResult
                : HistoryClaims.findFalse(result.message() + " " + reported, truthfulReason)
                        .or(() -> checkHistory(result))
                        .orElse(trialResult);
    }

    private TrialResult checkCluster(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED && !superseded
                || result.outcome() == Outcome.ABORTED && scenario.end() != Scenario.ExpectedEnd.ABORTED) {
            return new TrialResult(Verdict.FALSE_FAILURE, result.message());
        }
        Optional<TrialResult> misreport =
                switch (result.recovery()) {
                    // The newer deploy may have started after the rollback.
                    case ROLLED_BACK -> superseded ? Optional.empty() : checkRolledBack();
                    case REMOVED -> checkRemoved();
                    case FAILED, NONE -> Optional.empty();
                };
        if (misreport.isPresent()) {
            return misreport.get();
        }
        boolean asExpected =
                switch (scenario.end()) {
                    case HEALTHY -> result.outcome() == Outcome.SUCCEEDED;
                    case BROKEN -> isImageFailure(result) && result.recovery() == RecoveryOutcome.NONE;
                    case ROLLED_BACK -> isImageFailure(result) && result.recovery() == RecoveryOutcome.ROLLED_BACK;
                    case REMOVED -> isImageFailure(result) && result.recovery() == RecoveryOutcome.REMOVED;
                    case ABORTED -> result.outcome() == Outcome.ABORTED;
                    case SUPERSEDED -> result.outcome() == Outcome.SUPERSEDED;
                    case UNTOUCHED ->
                        result.outcome() == Outcome.REFUSED && result.message().contains("definition has another kind");
                };
        if (asExpected) {
            return checkExpectedEnd(result);
        }
        if (result.outcome() == Outcome.SUCCEEDED) {
            return new TrialResult(
                    scenario.end() == Scenario.ExpectedEnd.UNTOUCHED && HistoryClaims.saysNotPruned(reported.toString())
                            ? Verdict.REPORTED
                            : Verdict.FALSE_SUCCESS,
                    result.message() + " " + reported);
        }
        return checkUnexpectedEnd(result);
    }

    private static boolean isImageFailure(RolloutResult result) {
        return result.outcome() == Outcome.FAILED && result.message().contains("image name is invalid");
    }

    /** Checks the objects of a rollout that ended as expected. */
    private TrialResult checkExpectedEnd(RolloutResult result) {
        return switch (scenario.end()) {
            case HEALTHY ->
                findMissing(scenario.expected(workload), Verdict.FALSE_SUCCESS)
                        .or(() -> findMisreported(result))
                        .orElseGet(this::checkLeftovers);
            case SUPERSEDED ->
                findMissing(scenario.expected(workload), Verdict.MISREPORTED).orElseGet(TrialResult::expected);
            case ABORTED -> findWrongReport(result).orElseGet(TrialResult::expected);
            case BROKEN ->
                scenario.deployed(workload).stream()
                        .filter(object -> !after.matches(object))
                        .findFirst()
                        .map(object ->
                                new TrialResult(Verdict.MISREPORTED, LiveObjects.key(object) + " is not as defined"))
                        .orElseGet(TrialResult::expected);
            case UNTOUCHED ->
                isUntouched()
                        ? TrialResult.expected()
                        : new TrialResult(Verdict.MISREPORTED, "refused, and something has changed");
            case ROLLED_BACK, REMOVED -> checkLeftovers();
        };
    }

    /** Finds an object that does not exist, differs from its definition, or is not healthy. */
    private Optional<TrialResult> findMissing(List<HasMetadata> objects, Verdict verdict) {
        for (HasMetadata object : objects) {
            if (!after.matches(object)) {
                return Optional.of(new TrialResult(verdict, LiveObjects.key(object) + " is not as defined"));
            }
            if (!after.isHealthy(object)) {
                return Optional.of(new TrialResult(
                        verdict,
                        LiveObjects.key(object) + " is not healthy: "
                                + after.get(object).path("status")));
            }
            if (object.getKind().equals("Job") && after.uid(object).equals(before.uid(object))) {
                return Optional.of(new TrialResult(verdict, "the Job was not run again"));
            }
            // The autoscaler owns the replicas, so the rollout must not change them.
            if (object instanceof Deployment deployment
                    && deployment.getSpec().getReplicas() == null
                    && after.replicas(object) != before.replicas(object)) {
                return Optional.of(new TrialResult(Verdict.MISREPORTED, "changed replicas: " + after.replicas(object)));
            }
        }
        return Optional.empty();
    }

    private Optional<TrialResult> findMisreported(RolloutResult result) {
        List<HasMetadata> described = scenario.deployed(workload);
        for (AppliedObject object : result.objects()) {
            if (described.stream().noneMatch(expected -> isReported(expected, object))) {
                return Optional.of(new TrialResult(Verdict.MISREPORTED, "reported but not in the cluster: " + object));
            }
        }
        return result.objects().size() == described.size()
                ? Optional.empty()
                : Optional.of(
                        new TrialResult(Verdict.MISREPORTED, "not all objects are reported: " + result.objects()));
    }

    private boolean isReported(HasMetadata described, AppliedObject reported) {
        return LiveObjects.key(described).equals(label(reported))
                && after.uid(described).equals(reported.uid())
                && after.get(described).at("/metadata/generation").asLong() == reported.generation();
    }

    private static String label(AppliedObject object) {
        return object.kind() + " " + object.name();
    }

    private TrialResult checkLeftovers() {
        List<String> remaining = scenario.expectedDeleted(workload).stream()
                .filter(after::exists)
                .map(LiveObjects::key)
                .toList();
        if (remaining.isEmpty()) {
            return TrialResult.expected();
        }
        boolean allReported = remaining.stream()
                .allMatch(key -> reported.stream()
                        .anyMatch(message -> message.contains(key) || HistoryClaims.saysNotPruned(message)));
        return allReported
                ? new TrialResult(Verdict.REPORTED, "remaining, and reported: " + reported)
                : new TrialResult(Verdict.MISREPORTED, remaining + " remaining, but not reported: " + reported);
    }

    /** Checks that the history lists a revision as healthy if the revision was healthy, and only then. */
    private Optional<TrialResult> checkHistory(RolloutResult result) {
        boolean isReported =
                NO_HISTORY.matcher(result.message() + " " + reported).find();
        boolean succeeded = result.outcome() == Outcome.SUCCEEDED;
        StoredHistory history = after.history();
        if (!succeeded && !scenario.deployed(workload).isEmpty() && history.isHealthy(scenario.deployed(workload))) {
            return Optional.of(new TrialResult(
                    Verdict.MISREPORTED, "stored as healthy, but reported otherwise: " + result.message()));
        }
        List<HasMetadata> healthy =
                switch (result.outcome()) {
                    case SUCCEEDED -> scenario.deployed(workload);
                    case SUPERSEDED -> scenario.newer(workload);
                    default ->
                        result.recovery() == RecoveryOutcome.ROLLED_BACK ? scenario.previous(workload) : List.of();
                };
        return !historyKnown || healthy.isEmpty() || isReported || history.isHealthy(healthy)
                ? Optional.empty()
                : Optional.of(new TrialResult(
                        Verdict.MISREPORTED,
                        "not stored as healthy (" + history + "), which is not reported: " + result.message()));
    }

    private Optional<TrialResult> checkRolledBack() {
        for (HasMetadata object : scenario.previous(workload)) {
            if (!after.matches(object) || !after.isHealthy(object)) {
                return Optional.of(new TrialResult(
                        Verdict.FALSE_SUCCESS, LiveObjects.key(object) + " is reported as rolled back and is not"));
            }
        }
        return Optional.empty();
    }

    private Optional<TrialResult> checkRemoved() {
        for (HasMetadata object : scenario.deployed(workload)) {
            if (after.exists(object)) {
                return Optional.of(new TrialResult(
                        Verdict.FALSE_SUCCESS, LiveObjects.key(object) + " is reported as removed and is not"));
            }
        }
        return Optional.empty();
    }

    private boolean isUntouched() {
        return scenario.previous(workload).stream().allMatch(object -> after.matches(object) && after.isHealthy(object))
                && scenario.deployed(workload).stream()
                        .allMatch(object -> after.exists(object) == before.exists(object));
    }

    /** Checks a rollout with an unexpected end, which must report the reason and the applied objects. */
    private TrialResult checkUnexpectedEnd(RolloutResult result) {
        boolean expectsHealthy = scenario.end() == Scenario.ExpectedEnd.HEALTHY;
        if (expectsHealthy && result.outcome() == Outcome.FAILED) {
            return new TrialResult(Verdict.FALSE_FAILURE, result.message());
        }
        boolean isHealthy = scenario.deployed(workload).stream()
                .allMatch(object -> after.matches(object) && after.isHealthy(object));
        boolean isStatusUnknown = result.message().contains(STATUS_UNKNOWN);
        if (expectsHealthy && result.outcome() == Outcome.TIMED_OUT && isHealthy && !isStatusUnknown) {
            return new TrialResult(Verdict.FALSE_FAILURE, result.message());
        }
        if (superseded) {
            // Every reason is accepted, because the fault can prevent the rollout from noticing the newer deploy. But
            // the
            // objects of the newer deploy must stay.
            return findMissing(scenario.expected(workload), Verdict.MISREPORTED).orElseGet(() -> reported(result));
        }
        // Ignore the warnings of a failed rollback, because it must report its reason in the message.
        String text =
                result.recovery() == RecoveryOutcome.FAILED ? result.message() : result.message() + " " + reported;
        if (!truthfulReason.matcher(text).find()) {
            return new TrialResult(Verdict.MISREPORTED, "does not report the fault: " + text);
        }
        if (result.recovery() == RecoveryOutcome.NONE || result.recovery() == RecoveryOutcome.FAILED) {
            Optional<TrialResult> misreport = findWrongReport(result);
            if (misreport.isPresent()) {
                return misreport.get();
            }
        }
        return reported(result);
    }

    private static TrialResult reported(RolloutResult result) {
        return new TrialResult(Verdict.REPORTED, result.outcome() + "/" + result.recovery() + ": " + result.message());
    }

    /** Finds an applied object that is not reported, or a reported object that is not applied. */
    private Optional<TrialResult> findWrongReport(RolloutResult result) {
        for (HasMetadata object : scenario.deployed(workload)) {
            boolean isReported = result.objects().stream()
                    .anyMatch(reported -> label(reported).equals(LiveObjects.key(object)));
            boolean isUnknown = result.message().contains(OUTCOME_UNKNOWN)
                    && result.message().contains(LiveObjects.key(object));
            boolean isChange = !before.matches(object);
            if (isReported && !after.matches(object) && result.recovery() == RecoveryOutcome.NONE) {
                return Optional.of(new TrialResult(
                        Verdict.MISREPORTED,
                        LiveObjects.key(object) + " is reported as applied and is not: " + result.message()));
            }
            if (!isReported && isChange && after.matches(object) && !isUnknown) {
                return Optional.of(new TrialResult(
                        Verdict.MISREPORTED,
                        LiveObjects.key(object) + " was applied, which is not reported: " + result.message()));
            }
        }
        return Optional.empty();
    }
}
