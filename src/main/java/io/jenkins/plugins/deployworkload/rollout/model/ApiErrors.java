package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.http.AmbiguousWriteException;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.WatchException;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Classifies errors of the API server, and describes them for users. */
public final class ApiErrors {

    /**
     * Matches messages such as {@code conflict with "kubectl" using apps/v1 at …}. The message is parsed, because no
     * field of the error contains the other manager's name.
     */
    private static final Pattern CONFLICTING_MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

    private static final Pattern IMMUTABLE_FIELD = Pattern.compile(
            "field is immutable|may not change once set|updates to statefulset spec for fields other than");

    /** Matches the error for a new Service whose address or port is still in use by the existing Service. */
    private static final Pattern ALREADY_ALLOCATED = Pattern.compile("already allocated");

    /** Matches the error for an object that exceeds a ResourceQuota. */
    private static final Pattern QUOTA_EXCEEDED = Pattern.compile("exceeded quota");

    /** Matches the error for a dry-run request that would call a webhook with side effects. */
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

    /** The reason why a request failed, in one sentence. */
    public static String describeFailure(Throwable problem, Connection connection) {
        return missingNamespace(problem)
                .map(Messages::ApiErrors_noNamespace)
                .orElseGet(() -> Sentences.of(connection.failure(problem).message()));
    }

    private static String describeRefusal(ObjectRef object, Throwable problem, Connection connection) {
        Throwable cause = Exceptions.unwrap(problem);
        if (!(cause instanceof KubernetesClientException refused) || refused.getCode() == 401) {
            ConnectionFailure failure = connection.failure(cause);
            return failure.kind() == ConnectionFailure.Kind.UNREACHABLE || isAmbiguousWrite(problem)
                    ? Messages.ApiErrors_outcomeUnknown(object.label(), Sentences.of(failure.message()))
                    : Sentences.of(failure.message());
        }
        Optional<String> namespace = missingNamespace(refused);
        if (namespace.isPresent()) {
            // The same sentence for all objects, so that it is said once.
            return Messages.ApiErrors_noNamespace(namespace.get());
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

    /**
     * Whether the error is a 409 without causes, which means that another client wrote the object at the same moment. A
     * retry can succeed.
     */
    public static boolean isOptimisticLockConflict(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused
                && refused.getCode() == 409
                && causes(refused).isEmpty();
    }

    /** The namespace whose absence is the error. */
    private static Optional<String> missingNamespace(Throwable problem) {
        return hasCode(problem, 404)
                ? Optional.ofNullable(((KubernetesClientException) Exceptions.unwrap(problem)).getStatus())
                        .map(Status::getDetails)
                        .filter(details -> "namespaces".equals(details.getKind()))
                        .map(StatusDetails::getName)
                : Optional.empty();
    }

    /** Whether the server answered with this HTTP status. */
    public static boolean hasCode(Throwable problem, int code) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException refused && refused.getCode() == code;
    }

    /**
     * Whether the error is a 422 and all of its causes are changes of immutable fields. The API server can accept the
     * same values if the object is deleted and created again. For StatefulSets, the message does not contain the word
     * "immutable".
     */
    public static boolean isImmutableField(Throwable problem) {
        return isInvalidOnlyFor(problem, IMMUTABLE_FIELD);
    }

    /** The paths of the invalid fields, as the server reports them; empty if the server names no field. */
    public static Set<String> invalidFields(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof KubernetesClientException refused
                ? causes(refused).stream()
                        .map(StatusCause::getField)
                        .filter(field -> field != null && !field.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    /**
     * Whether a dry-run create failed only because the existing object is not deleted yet. The
     * existing object has the same name, holds the requested address or port, or uses the quota. The result is also
     * true if a webhook does not support dry run, because the dry run then proves nothing.
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
     * Returns the names of the other field managers, each with the conflicting fields that it owns. The result is empty
     * if the request also failed for a reason other than field conflicts.
     */
    public static Map<String, Set<String>> conflictingManagers(Throwable problem) {
        List<StatusCause> causes =
                Exceptions.unwrap(problem) instanceof KubernetesClientException refused ? causes(refused) : List.of();
        return causes.stream().allMatch(ApiErrors::isFieldConflict) ? conflictingManagers(causes) : Map.of();
    }

    /**
     * Finds out whether the request failed because of leftover {@code rollingUpdate} parameters. The API server refuses
     * these parameters if the type of the update strategy is not RollingUpdate.
     *
     * @return the field of the update strategy, {@code strategy} or {@code updateStrategy}; {@code null} if the request
     *     failed for another reason
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

    /** Whether the request failed because a newer deploy of the workload has taken over. */
    public static boolean isSuperseded(Throwable problem) {
        return Exceptions.unwrap(problem) instanceof SupersededException;
    }

    /**
     * Whether the server certainly did not carry out the request. If the result is false, the server may have carried
     * out a write although the client received an error.
     */
    public static boolean isDefiniteRefusal(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof WatchException
                || cause instanceof RolloutPolicy.NotAllowedException
                || cause instanceof KubernetesClientException refused
                        && refused.getCode() >= 400
                        && refused.getCode() < 500
                        && !isAmbiguousWrite(problem);
    }

    /** Whether the server rejected a retry, but may have carried out the first attempt. */
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
