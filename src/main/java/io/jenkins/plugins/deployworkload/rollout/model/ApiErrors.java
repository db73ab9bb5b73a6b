package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.http.AmbiguousWriteException;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.WatchException;
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
public final class ApiErrors {

    /** {@code conflict with "kubectl" using apps/v1 at …}; nothing else in the answer names the other manager. */
    private static final Pattern CONFLICTING_MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

    private static final Pattern IMMUTABLE_FIELD = Pattern.compile(
            "field is immutable|may not change once set|updates to statefulset spec for fields other than");

    /** A Service's address or port, which the one before has still. */
    private static final Pattern ALREADY_ALLOCATED = Pattern.compile("already allocated");

    /** The objects before count in it still. */
    private static final Pattern QUOTA_EXCEEDED = Pattern.compile("exceeded quota");

    /** Some webhooks cannot say what they would do. */
    private static final Pattern DRY_RUN_UNSUPPORTED = Pattern.compile("does not support dry run");

    private static final Pattern ROLLING_UPDATE_FIELD =
            Pattern.compile("spec\\.(strategy|updateStrategy)\\.rollingUpdate");

    private ApiErrors() {}

    public static String describe(ObjectRef object, Throwable problem, Connection connection) {
        String sentence = describeRefusal(object, problem, connection);
        return isAmbiguousWrite(problem) && !hasCode(problem, 401)
                ? Messages.ApiErrors_ambiguousRetry(sentence)
                : sentence;
    }

    private static String describeRefusal(ObjectRef object, Throwable problem, Connection connection) {
        Throwable cause = Exceptions.unwrap(problem);
        if (!(cause instanceof KubernetesClientException refused) || refused.getCode() == 401) {
            ConnectionFailure failure = connection.failure(cause);
            return failure.kind() == ConnectionFailure.Kind.UNREACHABLE || isAmbiguousWrite(problem)
                    ? Messages.ApiErrors_outcomeUnknown(object.label(), Sentences.of(failure.message()))
                    : Sentences.of(failure.message());
        }
        List<StatusCause> causes = causes(refused);
        if (causes.stream().anyMatch(ApiErrors::isFieldConflict)) {
            return describeConflict(object, causes);
        }
        String reasons = causes.stream()
                .filter(reason ->
                        reason.getField() != null && !reason.getField().isEmpty())
                .map(reason -> reason.getField() + ": " + reason.getMessage())
                .distinct()
                .collect(Collectors.joining("; "));
        String sentence =
                Messages.ApiErrors_refused(object.label(), reasons.isEmpty() ? refused.getMessage() : reasons);
        return Sentences.join(sentence, isImmutableField(refused) ? Messages.ApiErrors_immutable(object.kind()) : "");
    }

    /** A conflict that goes away by itself: somebody else was writing at the same moment. */
    public static boolean isOptimisticLockConflict(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused
                && refused.getCode() == 409
                && causes(refused).isEmpty();
    }

    /** Whether the server answered with this status. */
    public static boolean hasCode(Throwable problem, int code) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused && refused.getCode() == code;
    }

    /**
     * A change of what cannot be changed, and nothing else: what is invalid besides would be refused in a new object too.
     * Validation has several ways to say so, and for StatefulSets the word "immutable" is not in it.
     */
    public static boolean isImmutableField(Throwable problem) {
        return isInvalidOnlyFor(problem, IMMUTABLE_FIELD);
    }

    /** The fields for which it was refused, as the server calls them. */
    public static Set<String> invalidFields(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof KubernetesClientException refused
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
    public static boolean isCausedByExistingObject(Throwable problem) {
        return hasCode(problem, 409)
                || isInvalidOnlyFor(problem, ALREADY_ALLOCATED)
                || messageMatches(problem, QUOTA_EXCEEDED)
                || isDryRunUnsupported(problem);
    }

    /** Whether it was refused only as it was a question, and a webhook takes none. */
    public static boolean isDryRunUnsupported(Throwable problem) {
        return messageMatches(problem, DRY_RUN_UNSUPPORTED);
    }

    private static boolean messageMatches(Throwable problem, Pattern what) {
        return Exceptions.unwrap(problem) instanceof KubernetesClientException refused
                && what.matcher(String.valueOf(refused.getMessage())).find();
    }

    /** Whether that is all that is invalid. */
    private static boolean isInvalidOnlyFor(Throwable problem, Pattern what) {
        if (!(Exceptions.unwrap(problem) instanceof KubernetesClientException refused) || refused.getCode() != 422) {
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
    public static Map<String, Set<String>> conflictingManagers(Throwable problem) {
        List<StatusCause> causes =
                Exceptions.unwrap(problem) instanceof KubernetesClientException refused ? causes(refused) : List.of();
        return causes.stream().allMatch(ApiErrors::isFieldConflict) ? conflictingManagers(causes) : Map.of();
    }

    /**
     * The numbers of a rolling update are left where there is none any more.
     *
     * @return {@code strategy} or {@code updateStrategy}; {@code null} if that is not why
     */
    public static String staleStrategyField(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused && refused.getCode() == 422
                ? causes(refused).stream()
                        .map(reason -> ROLLING_UPDATE_FIELD.matcher(String.valueOf(reason.getField())))
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Another deploy of the workload has taken over. */
    public static boolean isSuperseded(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof SupersededException;
    }

    /** The server has said no; otherwise nobody knows what it has done. */
    public static boolean isDefiniteRefusal(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof WatchException
                || cause instanceof KubernetesClientException refused
                        && refused.getCode() >= 400
                        && refused.getCode() < 500
                        && !isAmbiguousWrite(problem);
    }

    /** The server has said no, to what it may have carried out before. */
    private static boolean isAmbiguousWrite(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof AmbiguousWriteException;
    }

    /** Nobody waits for it any longer. */
    public static boolean isCancelled(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof CancellationException;
    }

    private static List<StatusCause> causes(KubernetesClientException refused) {
        Status status = refused.getStatus();
        return status == null || status.getDetails() == null
                ? List.of()
                : status.getDetails().getCauses();
    }

    private static boolean isFieldConflict(StatusCause cause) {
        return "FieldManagerConflict".equals(cause.getReason());
    }

    private static Map<String, Set<String>> conflictingManagers(List<StatusCause> causes) {
        Map<String, Set<String>> fields = new TreeMap<>();
        causes.stream().filter(ApiErrors::isFieldConflict).forEach(cause -> {
            Matcher matcher = CONFLICTING_MANAGER.matcher(String.valueOf(cause.getMessage()));
            String manager = matcher.find() ? matcher.group(1) : "?";
            fields.computeIfAbsent(manager, absent -> new TreeSet<>()).add(cause.getField());
        });
        return fields;
    }

    private static String describeConflict(ObjectRef object, List<StatusCause> causes) {
        return Sentences.join(conflictingManagers(causes).entrySet().stream()
                .map(entry -> Messages.ApiErrors_conflict(
                        object.label(), entry.getKey(), String.join(", ", entry.getValue())))
                .toList());
    }
}
