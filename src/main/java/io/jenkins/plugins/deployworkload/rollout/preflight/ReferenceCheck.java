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
 * Looks up, all at the same time and each thing once however many name it, what objects name. What the account may not see is no problem: it is
 * said that it was not looked at.
 */
public final class ReferenceCheck {

    /**
     * @param missing   a sentence for each thing, or key in it, that is not there
     * @param unchecked what could not be looked at, such as {@code Secret db}
     */
    public record Result(List<String> missing, Set<String> unchecked) {

        /** Says what could not be looked at, if there is anything. */
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

        String missing(String where) {
            return kind.type().namespaced()
                    ? Messages.ReferenceCheck_missing(where, label(), namespace)
                    : Messages.ReferenceCheck_missingInCluster(where, label());
        }
    }

    private final Connection connection;
    private final String namespace;
    private final boolean secrets;
    private final Map<LookupKey, CompletableFuture<ApiResponse<? extends HasMetadata>>> lookups;
    private final List<String> missing = new ArrayList<>();
    private final Set<String> unchecked = new TreeSet<>();

    /** @param secrets whether secrets may be looked at, if the account can */
    public ReferenceCheck(Connection connection, String namespace, boolean secrets) {
        this(connection, namespace, secrets, new HashMap<>());
    }

    /** @param asked what was asked for already; only used while the questions are put */
    private ReferenceCheck(
            Connection connection,
            String namespace,
            boolean secrets,
            Map<LookupKey, CompletableFuture<ApiResponse<? extends HasMetadata>>> asked) {
        this.lookups = asked;
        this.connection = connection;
        this.namespace = namespace;
        this.secrets = secrets;
    }

    /** Looks up what several deploys name, and waits for the answers. */
    public static Result of(Connection connection, List<RolloutRequest> requests, boolean secrets) {
        Map<LookupKey, CompletableFuture<ApiResponse<? extends HasMetadata>>> asked = new HashMap<>();
        List<CompletableFuture<Result>> all = requests.stream()
                .map(request ->
                        new ReferenceCheck(connection, request.namespace(), secrets, asked).check(request.objects()))
                .toList();
        List<String> missing = new ArrayList<>();
        Set<String> unchecked = new TreeSet<>();
        all.stream().map(CompletableFuture::join).forEach(result -> {
            missing.addAll(result.missing());
            unchecked.addAll(result.unchecked());
        });
        return new Result(missing, unchecked);
    }

    /** Completes normally, whatever the server answers. */
    public CompletableFuture<Result> check(List<HasMetadata> objects) {
        Map<LookupKey, List<ReferencedObject>> targets = ReferenceFinder.find(objects).stream()
                .collect(Collectors.groupingBy(
                        reference -> new LookupKey(
                                reference.kind(), reference.namespace().orElse(namespace), reference.name()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        CompletableFuture<?>[] all = targets.entrySet().stream()
                .map(entry -> lookUp(entry.getKey(), entry.getValue()))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenApply(done -> {
            synchronized (this) {
                return new Result(List.copyOf(missing), Set.copyOf(unchecked));
            }
        });
    }

    private CompletableFuture<Void> lookUp(LookupKey target, List<ReferencedObject> references) {
        if (target.kind() == ReferencedKind.SECRET && !secrets) {
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
        Set<String> there = ReferencedKind.keys(answer.object());
        references.stream()
                .filter(reference ->
                        reference.key().filter(key -> !there.contains(key)).isPresent())
                .forEach(reference -> addMissing(Messages.ReferenceCheck_missingKey(
                        reference.fieldPath(),
                        reference.key().orElseThrow(),
                        target.label(),
                        there.isEmpty() ? "-" : String.join(", ", new TreeSet<>(there)))));
    }

    private synchronized void addMissing(String sentence) {
        missing.add(sentence);
    }

    private synchronized void addUnchecked(LookupKey target) {
        unchecked.add(target.label());
    }

    private static boolean isNotFound(Throwable problem) {
        Throwable cause = Exceptions.unwrap(problem);
        return cause instanceof KubernetesClientException e && e.getCode() == 404;
    }
}
