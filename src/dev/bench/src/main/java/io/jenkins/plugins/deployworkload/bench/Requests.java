package io.jenkins.plugins.deployworkload.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts a client's requests by the API server's audit log, where each has one id, a watch from its beginning to its end. */
final class Requests {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param verbs how many requests of each kind
     * @param wrote whether an object of the workload, or its record, was changed
     */
    record Counted(Map<String, Integer> verbs, boolean wrote) {

        int all() {
            return verbs.values().stream().mapToInt(Integer::intValue).sum();
        }

        String text() {
            return verbs.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    private final Path auditLog;
    private final Observer observer;
    private final KubernetesClient client;
    private final Set<String> known = new HashSet<>();

    Requests(Path auditLog, Observer observer, KubernetesClient client) {
        this.auditLog = auditLog;
        this.observer = observer;
        this.client = client;
    }

    /** @param agent what the client calls itself, or how that begins */
    Counted of(String agent, String namespace, String name, Runnable deploy) {
        observer.awaitQuiet();
        added(agent);
        Set<String> before = versions(namespace, name);
        deploy.run();
        // Watches are written when they end, too: they are in by then.
        observer.awaitQuiet();
        return new Counted(added(agent), !before.equals(versions(namespace, name)));
    }

    private Map<String, Integer> added(String agent) {
        Map<String, Integer> verbs = new TreeMap<>();
        try (Stream<String> lines = Files.lines(auditLog)) {
            for (String line : lines.toList()) {
                JsonNode entry = MAPPER.readTree(line);
                if (known.add(entry.path("auditID").asText())
                        && entry.path("userAgent").asText().startsWith(agent)) {
                    verbs.merge(entry.path("verb").asText(), 1, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verbs;
    }

    private Set<String> versions(String namespace, String name) {
        return List.of(
                        client.apps().deployments(),
                        client.services(),
                        client.configMaps(),
                        client.autoscaling().v2().horizontalPodAutoscalers())
                .stream()
                .flatMap(kind ->
                        kind.inNamespace(namespace).withLabel(Rollout.NAME_LABEL, name).list().getItems().stream())
                .map(object -> object.getKind() + " " + object.getMetadata().getName() + " "
                        + object.getMetadata().getResourceVersion())
                .collect(Collectors.toSet());
    }
}
