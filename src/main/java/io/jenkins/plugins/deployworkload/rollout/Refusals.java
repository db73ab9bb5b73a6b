package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.connection.Causes;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.RefusedRetry;
import io.jenkins.plugins.deployworkload.connection.WatchFailed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a sentence of what the API server said to an apply. */
final class Refusals {

    /** {@code conflict with "kubectl" using apps/v1 at …}; nothing else in the answer names the other manager. */
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

    private static final Pattern IMMUTABLE = Pattern.compile(
            "field is immutable|may not change once set|updates to statefulset spec for fields other than");

    /** A Service's address or port, which the one before has still. */
    private static final Pattern TAKEN = Pattern.compile("already allocated");

    /** The objects before count in it still. */
    private static final Pattern QUOTA = Pattern.compile("exceeded quota");

    /** Some webhooks cannot say what they would do. */
    private static final Pattern DRY_RUN = Pattern.compile("does not support dry run");

    private static final Pattern STRATEGY = Pattern.compile("spec\\.(strategy|updateStrategy)\\.rollingUpdate");

    private Refusals() {}

    static String sentence(ObjectRef object, Throwable problem, Connection connection) {
        String sentence = refusal(object, problem, connection);
        return isRefusedRetry(problem) && !hasCode(problem, 401) ? Messages.Refusal_retried(sentence) : sentence;
    }

    private static String refusal(ObjectRef object, Throwable problem, Connection connection) {
        Throwable cause = Causes.of(problem);
        if (!(cause instanceof KubernetesClientException refused) || refused.getCode() == 401) {
            ConnectionFailure failure = connection.failure(cause);
            return failure.kind() == ConnectionFailure.Kind.UNREACHABLE || isRefusedRetry(problem)
                    ? Messages.Refusal_unknown(object.label(), Sentences.of(failure.message()))
                    : Sentences.of(failure.message());
        }
        List<StatusCause> causes = causes(refused);
        if (causes.stream().anyMatch(Refusals::isConflict)) {
            return conflict(object, causes);
        }
        String reasons = causes.stream()
                .filter(reason ->
                        reason.getField() != null && !reason.getField().isEmpty())
                .map(reason -> reason.getField() + ": " + reason.getMessage())
                .distinct()
                .collect(Collectors.joining("; "));
        String sentence = Messages.Refusal_refused(object.label(), reasons.isEmpty() ? refused.getMessage() : reasons);
        return Sentences.join(sentence, isImmutable(refused) ? Messages.Refusal_immutable(object.kind()) : "");
    }

    /** A conflict that goes away by itself: somebody else was writing at the same moment. */
    static boolean isTransient(Throwable problem) {
        Throwable cause = Causes.of(problem);
        return cause instanceof KubernetesClientException refused
                && refused.getCode() == 409
                && causes(refused).isEmpty();
    }

    /** Whether the server answered with this status. */
    static boolean hasCode(Throwable problem, int code) {
        Throwable cause = Causes.of(problem);
        return cause instanceof KubernetesClientException refused && refused.getCode() == code;
    }

    /**
     * A change of what cannot be changed, and nothing else: what is invalid besides would be refused in a new object too.
     * Validation has several ways to say so, and for StatefulSets the word "immutable" is not in it.
     */
    static boolean isImmutable(Throwable problem) {
        return isInvalid(problem, IMMUTABLE);
    }

    /** The fields for which it was refused, as the server calls them. */
    static Set<String> fields(Throwable problem) {
        return Causes.of(problem) instanceof KubernetesClientException refused
                ? causes(refused).stream()
                        .map(StatusCause::getField)
                        .filter(field -> field != null && !field.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    /**
     * Whether a creation was refused only as another object is in its place, or has what it is to have, so that it may well
     * be accepted without that one; and where a webhook cannot be asked.
     */
    static boolean isOfWhatIsThere(Throwable problem) {
        return hasCode(problem, 409) || isInvalid(problem, TAKEN) || says(problem, QUOTA) || isOfDryRun(problem);
    }

    /** Whether it was refused only as it was a question, and a webhook takes none. */
    static boolean isOfDryRun(Throwable problem) {
        return says(problem, DRY_RUN);
    }

    private static boolean says(Throwable problem, Pattern what) {
        return Causes.of(problem) instanceof KubernetesClientException refused
                && what.matcher(String.valueOf(refused.getMessage())).find();
    }

    /** Whether that is all that is invalid. */
    private static boolean isInvalid(Throwable problem, Pattern what) {
        if (!(Causes.of(problem) instanceof KubernetesClientException refused) || refused.getCode() != 422) {
            return false;
        }
        List<StatusCause> causes = causes(refused);
        return causes.isEmpty()
                ? what.matcher(String.valueOf(refused.getMessage())).find()
                : causes.stream()
                        .allMatch(reason -> what.matcher(String.valueOf(reason.getMessage()))
                                .find());
    }

    /** The other managers, and the fields of theirs that were in the way; empty where it was refused for anything else too. */
    static Map<String, Set<String>> managers(Throwable problem) {
        List<StatusCause> causes =
                Causes.of(problem) instanceof KubernetesClientException refused ? causes(refused) : List.of();
        return causes.stream().allMatch(Refusals::isConflict) ? managers(causes) : Map.of();
    }

    /**
     * The numbers of a rolling update are left where there is none any more.
     *
     * @return {@code strategy} or {@code updateStrategy}; {@code null} if that is not why
     */
    static String staleStrategy(Throwable problem) {
        Throwable cause = Causes.of(problem);
        return cause instanceof KubernetesClientException refused && refused.getCode() == 422
                ? causes(refused).stream()
                        .map(reason -> STRATEGY.matcher(String.valueOf(reason.getField())))
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Another deploy of the workload has taken over. */
    static boolean isSuperseded(Throwable problem) {
        return Causes.of(problem) instanceof Applier.Superseded;
    }

    /** The server has said no; otherwise nobody knows what it has done. */
    static boolean isAnswer(Throwable problem) {
        Throwable cause = Causes.of(problem);
        return cause instanceof WatchFailed
                || cause instanceof KubernetesClientException refused
                        && refused.getCode() >= 400
                        && refused.getCode() < 500
                        && !isRefusedRetry(problem);
    }

    /** The server has said no, to what it may have carried out before. */
    private static boolean isRefusedRetry(Throwable problem) {
        return Causes.of(problem) instanceof RefusedRetry;
    }

    /** Nobody waits for it any longer. */
    static boolean isCancelled(Throwable problem) {
        return Causes.of(problem) instanceof CancellationException;
    }

    private static List<StatusCause> causes(KubernetesClientException refused) {
        Status status = refused.getStatus();
        return status == null || status.getDetails() == null
                ? List.of()
                : status.getDetails().getCauses();
    }

    private static boolean isConflict(StatusCause cause) {
        return "FieldManagerConflict".equals(cause.getReason());
    }

    private static Map<String, Set<String>> managers(List<StatusCause> causes) {
        Map<String, Set<String>> fields = new TreeMap<>();
        causes.stream().filter(Refusals::isConflict).forEach(cause -> {
            Matcher matcher = MANAGER.matcher(String.valueOf(cause.getMessage()));
            String manager = matcher.find() ? matcher.group(1) : "?";
            fields.computeIfAbsent(manager, absent -> new TreeSet<>()).add(cause.getField());
        });
        return fields;
    }

    private static String conflict(ObjectRef object, List<StatusCause> causes) {
        return Sentences.join(managers(causes).entrySet().stream()
                .map(entry ->
                        Messages.Refusal_conflict(object.label(), entry.getKey(), String.join(", ", entry.getValue())))
                .toList());
    }
}
