package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
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
 * @param overtaken whether somebody else has deployed the same workload meanwhile
 * @param trouble what a truthful rollout may say was in its way
 */
record Auditor(
        Story story,
        Workload workload,
        Live before,
        Live after,
        List<String> said,
        boolean overtaken,
        Pattern trouble) {

    /** How the message begins that knows not what became of a request. */
    private static final String UNKNOWN = "not known";

    /** How a warning begins that says of the record what the record itself cannot. */
    private static final Pattern NO_RECORD = Pattern.compile("No record|could not be noted|Nothing was kept");

    Judgement judge(RolloutResult result) {
        Judgement judgement = ofCluster(result);
        return judgement.isFault() ? judgement : recordAgrees(result).orElse(judgement);
    }

    private Judgement ofCluster(RolloutResult result) {
        if (result.outcome() == Outcome.SUPERSEDED && !overtaken
                || result.outcome() == Outcome.ABORTED && story.end() != Story.End.ABORTED) {
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
                    case ABORTED -> result.outcome() == Outcome.ABORTED;
                    case SUPERSEDED -> result.outcome() == Outcome.SUPERSEDED;
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
        return switch (story.end()) {
            case RUNS ->
                missing(story.goal(workload), Kind.FALSE_SUCCESS)
                        .or(() -> misreported(result))
                        .orElseGet(this::leftBehind);
            case SUPERSEDED -> missing(story.goal(workload), Kind.UNTRUE).orElseGet(Judgement::right);
            case ABORTED -> wrongWords(result).orElseGet(Judgement::right);
            case BROKEN ->
                story.described(workload).stream()
                        .filter(object -> !after.holds(object))
                        .findFirst()
                        .map(object -> new Judgement(Kind.UNTRUE, Live.key(object) + " is not as described"))
                        .orElseGet(Judgement::right);
            case UNTOUCHED ->
                untouched() ? Judgement.right() : new Judgement(Kind.UNTRUE, "refused, and something has changed");
            case ROLLED_BACK, REMOVED -> leftBehind();
        };
    }

    /** What is not there, or does not run. */
    private Optional<Judgement> missing(List<HasMetadata> objects, Kind kind) {
        for (HasMetadata object : objects) {
            if (!after.holds(object)) {
                return Optional.of(new Judgement(kind, Live.key(object) + " is not as described"));
            }
            if (!after.runs(object)) {
                return Optional.of(new Judgement(
                        kind,
                        Live.key(object) + " does not run: " + after.get(object).path("status")));
            }
            if (object.getKind().equals("Job") && after.uid(object).equals(before.uid(object))) {
                return Optional.of(new Judgement(kind, "the Job is the one of before"));
            }
            // Described without, as they are the autoscaler's: nobody may reset them.
            if (object instanceof Deployment deployment
                    && deployment.getSpec().getReplicas() == null
                    && after.replicas(object) != before.replicas(object)) {
                return Optional.of(new Judgement(Kind.UNTRUE, "other replicas: " + after.replicas(object)));
            }
        }
        return Optional.empty();
    }

    private Optional<Judgement> misreported(RolloutResult result) {
        List<HasMetadata> described = story.described(workload);
        for (RolledObject object : result.objects()) {
            if (described.stream().noneMatch(one -> isReported(one, object))) {
                return Optional.of(new Judgement(Kind.UNTRUE, "not what is there: " + object));
            }
        }
        return result.objects().size() == described.size()
                ? Optional.empty()
                : Optional.of(new Judgement(Kind.UNTRUE, "not all objects are reported: " + result.objects()));
    }

    private boolean isReported(HasMetadata described, RolledObject reported) {
        return Live.key(described).equals(label(reported))
                && after.uid(described).equals(reported.uid())
                && after.get(described).at("/metadata/generation").asLong() == reported.generation();
    }

    private static String label(RolledObject object) {
        return object.kind() + " " + object.name();
    }

    private Judgement leftBehind() {
        List<String> left = story.gone(workload).stream()
                .filter(after::isThere)
                .map(Live::key)
                .toList();
        if (left.isEmpty()) {
            return Judgement.right();
        }
        boolean all = left.stream()
                .allMatch(key ->
                        said.stream().anyMatch(text -> text.contains(key) || text.contains("nothing is pruned")));
        return all
                ? new Judgement(Kind.SAID_OTHERWISE, "left, and said: " + said)
                : new Judgement(Kind.UNTRUE, left + " left without a word: " + said);
    }

    /** A revision is noted as good if, and only if, it was seen to run. */
    private Optional<Judgement> recordAgrees(RolloutResult result) {
        boolean told = NO_RECORD.matcher(result.message() + " " + said).find();
        boolean ran = result.outcome() == Outcome.SUCCEEDED;
        Noted record = after.record();
        if (!ran && !story.described(workload).isEmpty() && record.isGood(story.described(workload))) {
            return Optional.of(new Judgement(Kind.UNTRUE, "noted as good, and said otherwise: " + result.message()));
        }
        List<HasMetadata> good =
                switch (result.outcome()) {
                    case SUCCEEDED -> story.described(workload);
                    case SUPERSEDED -> story.newer(workload);
                    default -> result.aftermath() == Aftermath.ROLLED_BACK ? story.before(workload) : List.of();
                };
        return good.isEmpty() || told || record.isGood(good)
                ? Optional.empty()
                : Optional.of(new Judgement(
                        Kind.UNTRUE, "not noted as good (" + record + "), which is not said: " + result.message()));
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
                && story.described(workload).stream()
                        .allMatch(object -> after.isThere(object) == before.isThere(object));
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
        if (overtaken) {
            // Whoever is in trouble need not have heard of the newer one.
            return said(result);
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
        return said(result);
    }

    private static Judgement said(RolloutResult result) {
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
