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

/** Classifies errors of the API server, and describes them for users. */
public final class ApiErrors {

    /** {@code conflict with "kubectl" using apps/v1 at …}: only the message names the other manager. */
    private static final Pattern CONFLICTING_MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

    private static final Pattern IMMUTABLE_FIELD = Pattern.compile(
            "field is immutable|may not change once set|updates to statefulset spec for fields other than");

    /** A Service asks for an address or port that the existing object still holds. */
    private static final Pattern ALREADY_ALLOCATED = Pattern.compile("already allocated");

    /** The existing objects still count in the quota. */
    private static final Pattern QUOTA_EXCEEDED = Pattern.compile("exceeded quota");

    /** A webhook with side effects rejects dry-run requests. */
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
        String fieldErrors = causes.stream()
                .filter(item -> item.getField() != null && !item.getField().isEmpty())
                .map(item -> item.getField() + ": " + item.getMessage())
                .distinct()
                .collect(Collectors.joining("; "));
        String sentence =
                Messages.ApiErrors_refused(object.label(), fieldErrors.isEmpty() ? refused.getMessage() : fieldErrors);
        return Sentences.join(sentence, isImmutableField(refused) ? Messages.ApiErrors_immutable(object.kind()) : "");
    }

    /** Whether another client wrote the object at the same moment, so that a retry can succeed (409 without causes). */
    public static boolean isOptimisticLockConflict(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused
                && refused.getCode() == 409
                && causes(refused).isEmpty();
    }

    /** Whether the server answered with this HTTP status. */
    public static boolean hasCode(Throwable problem, int code) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused && refused.getCode() == code;
    }

    /**
     * Whether changes of immutable fields are the only reason for a 422. Any other invalid field would be invalid in a
     * new object too. The API server words this in several ways; for StatefulSets the message lacks "immutable".
     */
    public static boolean isImmutableField(Throwable problem) {
        return isInvalidOnlyFor(problem, IMMUTABLE_FIELD);
    }

    /** The invalid fields, as paths that the server reports; empty if it names none. */
    public static Set<String> invalidFields(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof KubernetesClientException refused
                ? causes(refused).stream()
                        .map(StatusCause::getField)
                        .filter(field -> field != null && !field.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    /**
     * Whether a dry-run create failed only because another object exists: the name is taken, an address or port is
     * allocated, or the quota is used up. The create may succeed once that object is deleted. Also true if a webhook
     * does not support dry run.
     */
    public static boolean isCausedByExistingObject(Throwable problem) {
        return hasCode(problem, 409)
                || isInvalidOnlyFor(problem, ALREADY_ALLOCATED)
                || messageMatches(problem, QUOTA_EXCEEDED)
                || isDryRunUnsupported(problem);
    }

    /** Whether the request failed only because a webhook does not support dry run. */
    public static boolean isDryRunUnsupported(Throwable problem) {
        return messageMatches(problem, DRY_RUN_UNSUPPORTED);
    }

    private static boolean messageMatches(Throwable problem, Pattern pattern) {
        return Exceptions.unwrap(problem) instanceof KubernetesClientException refused
                && pattern.matcher(String.valueOf(refused.getMessage())).find();
    }

    /** Whether the error is a 422 and every cause matches the pattern. */
    private static boolean isInvalidOnlyFor(Throwable problem, Pattern pattern) {
        if (!(Exceptions.unwrap(problem) instanceof KubernetesClientException refused) || refused.getCode() != 422) {
            return false;
        }
        List<StatusCause> causes = causes(refused);
        return causes.isEmpty()
                ? pattern.matcher(String.valueOf(refused.getMessage())).find()
                : causes.stream()
                        .allMatch(cause -> pattern.matcher(String.valueOf(cause.getMessage()))
                                .find());
    }

    /**
     * The other field managers by name, each with the conflicting fields that it owns; empty if the request also failed
     * for another reason.
     */
    public static Map<String, Set<String>> conflictingManagers(Throwable problem) {
        List<StatusCause> causes =
                Exceptions.unwrap(problem) instanceof KubernetesClientException refused ? causes(refused) : List.of();
        return causes.stream().allMatch(ApiErrors::isFieldConflict) ? conflictingManagers(causes) : Map.of();
    }

    /**
     * The strategy whose {@code rollingUpdate} parameters remain although its type is no longer RollingUpdate.
     *
     * @return {@code strategy} or {@code updateStrategy}; {@code null} if the request failed for another reason
     */
    public static String staleStrategyField(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused && refused.getCode() == 422
                ? causes(refused).stream()
                        .map(item -> ROLLING_UPDATE_FIELD.matcher(String.valueOf(item.getField())))
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Whether a newer deploy of the workload has taken over. */
    public static boolean isSuperseded(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof SupersededException;
    }

    /**
     * Whether the server certainly did not carry out the request. After any other error the outcome of a write is
     * unknown.
     */
    public static boolean isDefiniteRefusal(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof WatchException
                || cause instanceof KubernetesClientException refused
                        && refused.getCode() >= 400
                        && refused.getCode() < 500
                        && !isAmbiguousWrite(problem);
    }

    /** Whether a retry was rejected although the first attempt may have been carried out. */
    private static boolean isAmbiguousWrite(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof AmbiguousWriteException;
    }

    /** Whether the request was cancelled. */
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
