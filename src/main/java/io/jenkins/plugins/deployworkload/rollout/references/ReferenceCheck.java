package io.jenkins.plugins.deployworkload.rollout.references;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.Causes;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
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
                    : Optional.of(Messages.Reference_unchecked(String.join(", ", new TreeSet<>(unchecked))));
        }
    }

    private record Target(ReferencedKind kind, String namespace, String name) {
        String label() {
            return kind.type().kind() + " " + name;
        }

        String missing(String where) {
            return kind.type().namespaced()
                    ? Messages.Reference_missing(where, label(), namespace)
                    : Messages.Reference_missingInCluster(where, label());
        }
    }

    private final Connection connection;
    private final String namespace;
    private final boolean secrets;
    private final Map<Target, CompletableFuture<ApiAnswer<? extends HasMetadata>>> asked;
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
            Map<Target, CompletableFuture<ApiAnswer<? extends HasMetadata>>> asked) {
        this.asked = asked;
        this.connection = connection;
        this.namespace = namespace;
        this.secrets = secrets;
    }

    /** Looks up what several deploys name, and waits for the answers. */
    public static Result of(Connection connection, List<RolloutRequest> requests, boolean secrets) {
        Map<Target, CompletableFuture<ApiAnswer<? extends HasMetadata>>> asked = new HashMap<>();
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
        Map<Target, List<Reference>> targets = References.of(objects).stream()
                .collect(Collectors.groupingBy(
                        reference -> new Target(
                                reference.kind(), reference.namespace().orElse(namespace), reference.name()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        CompletableFuture<?>[] all = targets.entrySet().stream()
                .map(entry -> look(entry.getKey(), entry.getValue()))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenApply(done -> {
            synchronized (this) {
                return new Result(List.copyOf(missing), Set.copyOf(unchecked));
            }
        });
    }

    private CompletableFuture<Void> look(Target target, List<Reference> references) {
        if (target.kind() == ReferencedKind.SECRET && !secrets) {
            unseen(target);
            return CompletableFuture.completedFuture(null);
        }
        return asked.computeIfAbsent(target, this::ask).handle((answer, problem) -> {
            if (problem == null) {
                keys(target, references, answer);
            } else if (isNotFound(problem)) {
                references.forEach(reference -> miss(target.missing(reference.where())));
            } else {
                unseen(target);
            }
            return null;
        });
    }

    private CompletableFuture<ApiAnswer<? extends HasMetadata>> ask(Target target) {
        ResourceType<? extends HasMetadata> type = target.kind().type();
        return connection
                .requests()
                .send(ApiRequest.get(type.path(target.namespace(), target.name()), Map.of()), type.type())
                .thenApply(answer -> answer);
    }

    private void keys(Target target, List<Reference> references, ApiAnswer<? extends HasMetadata> answer) {
        Set<String> there = ReferencedKind.keys(answer.object());
        references.stream()
                .filter(reference ->
                        reference.key().filter(key -> !there.contains(key)).isPresent())
                .forEach(reference -> miss(Messages.Reference_noKey(
                        reference.where(),
                        reference.key().orElseThrow(),
                        target.label(),
                        there.isEmpty() ? "-" : String.join(", ", new TreeSet<>(there)))));
    }

    private synchronized void miss(String sentence) {
        missing.add(sentence);
    }

    private synchronized void unseen(Target target) {
        unchecked.add(target.label());
    }

    private static boolean isNotFound(Throwable problem) {
        Throwable cause = Causes.of(problem);
        return cause instanceof KubernetesClientException e && e.getCode() == 404;
    }
}
