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
 * Compares what a rollout says with what is there.
 *
 * @param before the cluster before the rollout
 * @param after the cluster after it
 * @param said what was told on the way: warnings, and what was removed
 * @param superseded whether somebody else has deployed the same workload meanwhile
 * @param truthfulReason what a truthful rollout may say was in its way
 */
record ResultChecker(
        Scenario story,
        SampleWorkload workload,
        LiveObjects before,
        LiveObjects after,
        List<String> said,
        boolean superseded,
        Pattern truthfulReason) {

    /** How the message begins that knows not what became of a request. */
    private static final String OUTCOME_UNKNOWN = "not known";

    /** How a warning begins that says of the record what the record itself cannot. */
    private static final Pattern NO_HISTORY = Pattern.compile("No record|could not be noted|Nothing was kept");

    TrialResult check(RolloutResult result) {
        TrialResult judgement = checkCluster(result);
        return judgement.isFault() ? judgement : checkHistory(result).orElse(judgement);
    }

    private TrialResult checkCluster(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED && !superseded
                || result.outcome() == Outcome.ABORTED && story.end() != Scenario.ExpectedEnd.ABORTED) {
            return new TrialResult(Verdict.FALSE_FAILURE, result.message());
        }
        Optional<TrialResult> wrong =
                switch (result.recovery()) {
                    case ROLLED_BACK -> checkRolledBack();
                    case REMOVED -> checkRemoved();
                    case FAILED, NONE -> Optional.empty();
                };
        if (wrong.isPresent()) {
            return wrong.get();
        }
        boolean right =
                switch (story.end()) {
                    case HEALTHY -> result.outcome() == Outcome.SUCCEEDED;
                    case BROKEN -> isImageFailure(result) && result.recovery() == RecoveryOutcome.NONE;
                    case ROLLED_BACK -> isImageFailure(result) && result.recovery() == RecoveryOutcome.ROLLED_BACK;
                    case REMOVED -> isImageFailure(result) && result.recovery() == RecoveryOutcome.REMOVED;
                    case ABORTED -> result.outcome() == Outcome.ABORTED;
                    case SUPERSEDED -> result.outcome() == Outcome.SUPERSEDED;
                    case UNTOUCHED ->
                        result.outcome() == Outcome.REFUSED
                                && result.message().contains("which is of another kind now");
                };
        if (right) {
            return checkExpectedEnd(result);
        }
        if (result.outcome() == Outcome.SUCCEEDED) {
            return new TrialResult(
                    story.end() == Scenario.ExpectedEnd.UNTOUCHED
                                    && said.stream().anyMatch(text -> text.contains("No record"))
                            ? Verdict.REPORTED
                            : Verdict.FALSE_SUCCESS,
                    result.message() + " " + said);
        }
        return checkUnexpectedEnd(result);
    }

    private static boolean isImageFailure(RolloutResult result) {
        return result.outcome() == Outcome.FAILED && result.message().contains("image name is invalid");
    }

    /** It ended as it should. */
    private TrialResult checkExpectedEnd(RolloutResult result) {
        return switch (story.end()) {
            case HEALTHY ->
                findMissing(story.expected(workload), Verdict.FALSE_SUCCESS)
                        .or(() -> findMisreported(result))
                        .orElseGet(this::checkLeftovers);
            case SUPERSEDED ->
                findMissing(story.expected(workload), Verdict.MISREPORTED).orElseGet(TrialResult::expected);
            case ABORTED -> findWrongReport(result).orElseGet(TrialResult::expected);
            case BROKEN ->
                story.deployed(workload).stream()
                        .filter(object -> !after.matches(object))
                        .findFirst()
                        .map(object ->
                                new TrialResult(Verdict.MISREPORTED, LiveObjects.key(object) + " is not as described"))
                        .orElseGet(TrialResult::expected);
            case UNTOUCHED ->
                isUntouched()
                        ? TrialResult.expected()
                        : new TrialResult(Verdict.MISREPORTED, "refused, and something has changed");
            case ROLLED_BACK, REMOVED -> checkLeftovers();
        };
    }

    /** What is not there, or does not run. */
    private Optional<TrialResult> findMissing(List<HasMetadata> objects, Verdict kind) {
        for (HasMetadata object : objects) {
            if (!after.matches(object)) {
                return Optional.of(new TrialResult(kind, LiveObjects.key(object) + " is not as described"));
            }
            if (!after.isHealthy(object)) {
                return Optional.of(new TrialResult(
                        kind,
                        LiveObjects.key(object) + " does not run: "
                                + after.get(object).path("status")));
            }
            if (object.getKind().equals("Job") && after.uid(object).equals(before.uid(object))) {
                return Optional.of(new TrialResult(kind, "the Job is the one of before"));
            }
            // Described without, as they are the autoscaler's: nobody may reset them.
            if (object instanceof Deployment deployment
                    && deployment.getSpec().getReplicas() == null
                    && after.replicas(object) != before.replicas(object)) {
                return Optional.of(new TrialResult(Verdict.MISREPORTED, "other replicas: " + after.replicas(object)));
            }
        }
        return Optional.empty();
    }

    private Optional<TrialResult> findMisreported(RolloutResult result) {
        List<HasMetadata> described = story.deployed(workload);
        for (AppliedObject object : result.objects()) {
            if (described.stream().noneMatch(one -> isReported(one, object))) {
                return Optional.of(new TrialResult(Verdict.MISREPORTED, "not what is there: " + object));
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
        List<String> left = story.expectedDeleted(workload).stream()
                .filter(after::exists)
                .map(LiveObjects::key)
                .toList();
        if (left.isEmpty()) {
            return TrialResult.expected();
        }
        boolean all = left.stream()
                .allMatch(key ->
                        said.stream().anyMatch(text -> text.contains(key) || text.contains("nothing is pruned")));
        return all
                ? new TrialResult(Verdict.REPORTED, "left, and said: " + said)
                : new TrialResult(Verdict.MISREPORTED, left + " left without a word: " + said);
    }

    /** A revision is noted as good if, and only if, it was seen to run. */
    private Optional<TrialResult> checkHistory(RolloutResult result) {
        boolean told = NO_HISTORY.matcher(result.message() + " " + said).find();
        boolean ran = result.outcome() == Outcome.SUCCEEDED;
        StoredHistory record = after.history();
        if (!ran && !story.deployed(workload).isEmpty() && record.isHealthy(story.deployed(workload))) {
            return Optional.of(
                    new TrialResult(Verdict.MISREPORTED, "noted as good, and said otherwise: " + result.message()));
        }
        List<HasMetadata> good =
                switch (result.outcome()) {
                    case SUCCEEDED -> story.deployed(workload);
                    case SUPERSEDED -> story.newer(workload);
                    default -> result.recovery() == RecoveryOutcome.ROLLED_BACK ? story.previous(workload) : List.of();
                };
        return good.isEmpty() || told || record.isHealthy(good)
                ? Optional.empty()
                : Optional.of(new TrialResult(
                        Verdict.MISREPORTED,
                        "not noted as good (" + record + "), which is not said: " + result.message()));
    }

    private Optional<TrialResult> checkRolledBack() {
        for (HasMetadata object : story.previous(workload)) {
            if (!after.matches(object) || !after.isHealthy(object)) {
                return Optional.of(new TrialResult(
                        Verdict.FALSE_SUCCESS, LiveObjects.key(object) + " is said to be back and is not"));
            }
        }
        return Optional.empty();
    }

    private Optional<TrialResult> checkRemoved() {
        for (HasMetadata object : story.deployed(workload)) {
            if (after.exists(object)) {
                return Optional.of(new TrialResult(
                        Verdict.FALSE_SUCCESS, LiveObjects.key(object) + " is said to be removed and is not"));
            }
        }
        return Optional.empty();
    }

    private boolean isUntouched() {
        return story.previous(workload).stream().allMatch(object -> after.matches(object) && after.isHealthy(object))
                && story.deployed(workload).stream().allMatch(object -> after.exists(object) == before.exists(object));
    }

    /** It did not end as it should: it must say why, and what it has done. */
    private TrialResult checkUnexpectedEnd(RolloutResult result) {
        boolean good = story.end() == Scenario.ExpectedEnd.HEALTHY;
        if (good && result.outcome() == Outcome.FAILED) {
            return new TrialResult(Verdict.FALSE_FAILURE, result.message());
        }
        boolean runs =
                story.deployed(workload).stream().allMatch(object -> after.matches(object) && after.isHealthy(object));
        if (good && result.outcome() == Outcome.TIMED_OUT && runs) {
            return new TrialResult(Verdict.FALSE_FAILURE, result.message());
        }
        if (superseded) {
            // Whoever is in trouble need not have heard of the newer one.
            return said(result);
        }
        // Why nothing could be undone is told where it is told.
        String all = result.recovery() == RecoveryOutcome.FAILED ? result.message() : result.message() + " " + said;
        if (!truthfulReason.matcher(all).find()) {
            return new TrialResult(Verdict.MISREPORTED, "says nothing of the trouble: " + all);
        }
        if (result.recovery() == RecoveryOutcome.NONE || result.recovery() == RecoveryOutcome.FAILED) {
            Optional<TrialResult> wrong = findWrongReport(result);
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return said(result);
    }

    private static TrialResult said(RolloutResult result) {
        return new TrialResult(Verdict.REPORTED, result.outcome() + "/" + result.recovery() + ": " + result.message());
    }

    /** What was applied is said to be, and nothing else. */
    private Optional<TrialResult> findWrongReport(RolloutResult result) {
        for (HasMetadata object : story.deployed(workload)) {
            boolean told = result.objects().stream()
                    .anyMatch(reported -> label(reported).equals(LiveObjects.key(object)));
            boolean unsure = result.message().contains(OUTCOME_UNKNOWN)
                    && result.message().contains(LiveObjects.key(object));
            boolean news = !before.matches(object);
            if (told && !after.matches(object) && result.recovery() == RecoveryOutcome.NONE) {
                return Optional.of(new TrialResult(
                        Verdict.MISREPORTED,
                        LiveObjects.key(object) + " is said to be applied and is not: " + result.message()));
            }
            if (!told && news && after.matches(object) && !unsure) {
                return Optional.of(new TrialResult(
                        Verdict.MISREPORTED,
                        LiveObjects.key(object) + " was applied, which is not said: " + result.message()));
            }
        }
        return Optional.empty();
    }
}
