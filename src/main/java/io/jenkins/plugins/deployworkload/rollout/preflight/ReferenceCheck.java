package io.jenkins.plugins.deployworkload.rollout.preflight;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Reads all objects that the objects in the definition refer to, in parallel. An object to which several references
 * point is read only once. If the account has no permission to read an object, the object is reported as not checked.
 */
public final class ReferenceCheck {

    /**
     * @param missing a message for each object that does not exist, and for each missing key
     * @param unchecked the objects that could not be read, such as {@code Secret db}
     */
    public record Result(List<String> missing, Set<String> unchecked) {

        /** A note that names the objects that were not checked; empty if all were checked. */
        public Optional<String> note() {
            return unchecked.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Messages.ReferenceCheck_notChecked(String.join(", ", new TreeSet<>(unchecked))));
        }
    }

    private record LookupKey(ReferencedKind kind, String namespace, String name) {
        String label() {
            return kind.type().kind() + " " + name;
        }

        String missing(String fieldPath) {
            return kind.type().namespaced()
                    ? Messages.ReferenceCheck_missing(fieldPath, label(), namespace)
                    : Messages.ReferenceCheck_missingInCluster(fieldPath, label());
        }
    }

    private final Connection connection;
    private final String namespace;
    private final boolean readSecrets;
    private final Map<LookupKey, CompletableFuture<ApiResponse<? extends HasMetadata>>> lookups;
    private final List<String> missing = new ArrayList<>();
    private final Set<String> unchecked = new TreeSet<>();

    /** @param readSecrets whether to read Secrets */
    public ReferenceCheck(Connection connection, String namespace, boolean readSecrets) {
        this(connection, namespace, readSecrets, new HashMap<>());
    }

    /** @param lookups the read requests that were already sent; the map is not thread-safe */
    private ReferenceCheck(
            Connection connection,
            String namespace,
            boolean readSecrets,
            Map<LookupKey, CompletableFuture<ApiResponse<? extends HasMetadata>>> lookups) {
        this.lookups = lookups;
        this.connection = connection;
        this.namespace = namespace;
        this.readSecrets = readSecrets;
    }

    /** @param namespace empty for the home namespace of the application */
    public record ReferencedType(ResourceType<? extends HasMetadata> type, Optional<String> namespace) {}

    /**
     * The types of the objects that a check reads.
     *
     * @param home the home namespace of the application; {@code null} if all objects are in it
     */
    public static Set<ReferencedType> referencedTypes(List<HasMetadata> objects, String home, boolean readSecrets) {
        return ReferenceFinder.find(objects, home).stream()
                .filter(reference -> reference.kind() != ReferencedKind.SECRET || readSecrets)
                .map(reference -> new ReferencedType(reference.kind().type(), reference.namespace()))
                .collect(Collectors.toSet());
    }

    /** Checks the references of several deploys, and blocks until all answers have arrived. */
    public static Result of(Connection connection, List<RolloutRequest> requests, boolean readSecrets) {
        Map<LookupKey, CompletableFuture<ApiResponse<? extends HasMetadata>>> lookups = new HashMap<>();
        List<CompletableFuture<Result>> checks = requests.stream()
                .map(request -> new ReferenceCheck(connection, request.namespace(), readSecrets, lookups)
                        .check(request.objects()))
                .toList();
        List<String> missing = new ArrayList<>();
        Set<String> unchecked = new TreeSet<>();
        checks.stream().map(CompletableFuture::join).forEach(result -> {
            missing.addAll(result.missing());
            unchecked.addAll(result.unchecked());
        });
        return new Result(missing, unchecked);
    }

    /** The future completes normally, even if the API server answers with errors. */
    public CompletableFuture<Result> check(List<HasMetadata> objects) {
        Map<LookupKey, List<ReferencedObject>> targets = ReferenceFinder.find(objects, namespace).stream()
                .collect(Collectors.groupingBy(
                        reference -> new LookupKey(
                                reference.kind(), reference.namespace().orElse(namespace), reference.name()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        CompletableFuture<?>[] lookedUp = targets.entrySet().stream()
                .map(entry -> lookUp(entry.getKey(), entry.getValue()))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(lookedUp).thenApply(done -> {
            synchronized (this) {
                return new Result(List.copyOf(missing), Set.copyOf(unchecked));
            }
        });
    }

    private CompletableFuture<Void> lookUp(LookupKey target, List<ReferencedObject> references) {
        if (target.kind() == ReferencedKind.SECRET && !readSecrets) {
            addUnchecked(target);
            return CompletableFuture.completedFuture(null);
        }
        return lookups.computeIfAbsent(target, this::fetch).handle((answer, problem) -> {
            if (problem == null) {
                checkKeys(target, references, answer);
            } else if (isNotFound(problem)) {
                references.forEach(reference -> addMissing(target.missing(reference.fieldPath())));
            } else {
                addUnchecked(target);
            }
            return null;
        });
    }

    private CompletableFuture<ApiResponse<? extends HasMetadata>> fetch(LookupKey target) {
        ResourceType<? extends HasMetadata> type = target.kind().type();
        return connection
                .apiClient()
                .send(ApiRequest.get(type.path(target.namespace(), target.name()), Map.of()), type.type())
                .thenApply(answer -> answer);
    }

    private void checkKeys(
            LookupKey target, List<ReferencedObject> references, ApiResponse<? extends HasMetadata> answer) {
        Set<String> keys = ReferencedKind.keys(answer.object());
        references.stream()
                .filter(reference ->
                        reference.key().filter(key -> !keys.contains(key)).isPresent())
                .forEach(reference -> addMissing(Messages.ReferenceCheck_missingKey(
                        reference.fieldPath(),
                        reference.key().orElseThrow(),
                        target.label(),
                        keys.isEmpty() ? "-" : String.join(", ", new TreeSet<>(keys)))));
    }

    private synchronized void addMissing(String message) {
        missing.add(message);
    }

    private synchronized void addUnchecked(LookupKey target) {
        unchecked.add(target.label());
    }

    private static boolean isNotFound(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException e && e.getCode() == 404;
    }
}
