package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import io.jenkins.plugins.deployworkload.rollout.faults.Judgement.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compares what a rollout says with what is there.
 *
 * @param before the cluster before the rollout
 * @param after the cluster after it
 * @param said what was told on the way: warnings, and what was removed
 * @param trouble what a truthful rollout may say was in its way
 */
record Auditor(Story story, Workload workload, Live before, Live after, List<String> said, Pattern trouble) {

    /** How the message begins that knows not what became of a request. */
    private static final String UNKNOWN = "not known";

    Judgement judge(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED || result.outcome() == Outcome.ABORTED) {
            return new Judgement(Kind.FALSE_FAILURE, result.message());
        }
        Optional<Judgement> wrong =
                switch (result.aftermath()) {
                    case ROLLED_BACK -> notBack();
                    case REMOVED -> notRemoved();
                    case NOT_UNDONE, NONE -> Optional.empty();
                };
        if (wrong.isPresent()) {
            return wrong.get();
        }
        boolean right =
                switch (story.end()) {
                    case RUNS -> result.outcome() == Outcome.SUCCEEDED;
                    case BROKEN -> isImageFailure(result) && result.aftermath() == Aftermath.NONE;
                    case ROLLED_BACK -> isImageFailure(result) && result.aftermath() == Aftermath.ROLLED_BACK;
                    case REMOVED -> isImageFailure(result) && result.aftermath() == Aftermath.REMOVED;
                    case UNTOUCHED ->
                        result.outcome() == Outcome.REFUSED
                                && result.message().contains("which is of another kind now");
                };
        if (right) {
            return asSaid(result);
        }
        if (result.outcome() == Outcome.SUCCEEDED) {
            return new Judgement(
                    story.end() == Story.End.UNTOUCHED && said.stream().anyMatch(text -> text.contains("No record"))
                            ? Kind.SAID_OTHERWISE
                            : Kind.FALSE_SUCCESS,
                    result.message() + " " + said);
        }
        return otherwise(result);
    }

    private static boolean isImageFailure(RolloutResult result) {
        return result.outcome() == Outcome.FAILED && result.message().contains("name of the image is not valid");
    }

    /** It ended as it should. */
    private Judgement asSaid(RolloutResult result) {
        List<HasMetadata> described = story.described(workload);
        switch (story.end()) {
            case RUNS -> {
                for (HasMetadata object : described) {
                    if (!after.holds(object)) {
                        return new Judgement(Kind.FALSE_SUCCESS, Live.key(object) + " is not as described");
                    }
                    if (!after.runs(object)) {
                        return new Judgement(
                                Kind.FALSE_SUCCESS,
                                Live.key(object) + " does not run: "
                                        + after.get(object).path("status"));
                    }
                    if (object.getKind().equals("Job") && after.uid(object).equals(before.uid(object))) {
                        return new Judgement(Kind.FALSE_SUCCESS, "the Job is the one of before");
                    }
                }
                for (RolledObject object : result.objects()) {
                    if (described.stream().noneMatch(one -> isReported(one, object))) {
                        return new Judgement(Kind.UNTRUE, "not what is there: " + object);
                    }
                }
                if (result.objects().size() != described.size()) {
                    return new Judgement(Kind.UNTRUE, "not all objects are reported: " + result.objects());
                }
                return leftBehind(story == Story.PRUNE);
            }
            case BROKEN -> {
                for (HasMetadata object : described) {
                    if (!after.holds(object)) {
                        return new Judgement(Kind.UNTRUE, Live.key(object) + " is not as described");
                    }
                }
                return Judgement.right();
            }
            case UNTOUCHED -> {
                return untouched()
                        ? Judgement.right()
                        : new Judgement(Kind.UNTRUE, "refused, and something has changed");
            }
            case ROLLED_BACK -> {
                return leftBehind(true);
            }
            default -> {
                return Judgement.right();
            }
        }
    }

    private boolean isReported(HasMetadata described, RolledObject reported) {
        return Live.key(described).equals(label(reported))
                && after.uid(described).equals(reported.uid())
                && after.get(described).at("/metadata/generation").asLong() == reported.generation();
    }

    private static String label(RolledObject object) {
        return object.kind() + " " + object.name();
    }

    /** @param gone whether the extra object should not be there any more */
    private Judgement leftBehind(boolean gone) {
        HasMetadata extra = workload.extra();
        if (!gone || !after.isThere(extra)) {
            return Judgement.right();
        }
        return said.stream().anyMatch(text -> text.contains(Live.key(extra)) || text.contains("nothing is pruned"))
                ? new Judgement(Kind.SAID_OTHERWISE, "left, and said: " + said)
                : new Judgement(Kind.UNTRUE, Live.key(extra) + " is left without a word");
    }

    private Optional<Judgement> notBack() {
        for (HasMetadata object : story.before(workload)) {
            if (!after.holds(object) || !after.runs(object)) {
                return Optional.of(
                        new Judgement(Kind.FALSE_SUCCESS, Live.key(object) + " is said to be back and is not"));
            }
        }
        return Optional.empty();
    }

    private Optional<Judgement> notRemoved() {
        for (HasMetadata object : story.described(workload)) {
            if (after.isThere(object)) {
                return Optional.of(
                        new Judgement(Kind.FALSE_SUCCESS, Live.key(object) + " is said to be removed and is not"));
            }
        }
        return Optional.empty();
    }

    private boolean untouched() {
        return story.before(workload).stream().allMatch(object -> after.holds(object) && after.runs(object))
                && !after.isThere(workload.statefulSet());
    }

    /** It did not end as it should: it must say why, and what it has done. */
    private Judgement otherwise(RolloutResult result) {
        boolean good = story.end() == Story.End.RUNS;
        if (good && result.outcome() == Outcome.FAILED) {
            return new Judgement(Kind.FALSE_FAILURE, result.message());
        }
        boolean runs = story.described(workload).stream().allMatch(object -> after.holds(object) && after.runs(object));
        if (good && result.outcome() == Outcome.TIMED_OUT && runs) {
            return new Judgement(Kind.FALSE_FAILURE, result.message());
        }
        // Why nothing could be undone is told where it is told.
        String all = result.aftermath() == Aftermath.NOT_UNDONE ? result.message() : result.message() + " " + said;
        if (!trouble.matcher(all).find()) {
            return new Judgement(Kind.UNTRUE, "says nothing of the trouble: " + all);
        }
        if (result.aftermath() == Aftermath.NONE || result.aftermath() == Aftermath.NOT_UNDONE) {
            Optional<Judgement> wrong = wrongWords(result);
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return new Judgement(
                Kind.SAID_OTHERWISE, result.outcome() + "/" + result.aftermath() + ": " + result.message());
    }

    /** What was applied is said to be, and nothing else. */
    private Optional<Judgement> wrongWords(RolloutResult result) {
        for (HasMetadata object : story.described(workload)) {
            boolean told = result.objects().stream()
                    .anyMatch(reported -> label(reported).equals(Live.key(object)));
            boolean unsure =
                    result.message().contains(UNKNOWN) && result.message().contains(Live.key(object));
            boolean news = !before.holds(object);
            if (told && !after.holds(object) && result.aftermath() == Aftermath.NONE) {
                return Optional.of(new Judgement(
                        Kind.UNTRUE, Live.key(object) + " is said to be applied and is not: " + result.message()));
            }
            if (!told && news && after.holds(object) && !unsure) {
                return Optional.of(new Judgement(
                        Kind.UNTRUE, Live.key(object) + " was applied, which is not said: " + result.message()));
            }
        }
        return Optional.empty();
    }
}
