package io.jenkins.plugins.deployworkload.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Counts a client's requests in the API server's audit log. Each audit ID counts once, although a watch has two
 * entries: one at its start and one at its end.
 */
final class RequestCounter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param verbs number of requests by verb
     * @param resources number of requests by verb and resource
     * @param watched number of watched resources
     * @param wrote objects that the deploy changed, including the revision of the workload
     * @param bytes bytes sent and received, including TLS
     */
    record RequestCounts(
            Map<String, Integer> verbs,
            Map<String, Integer> resources,
            int watched,
            Set<String> wrote,
            ByteCountingProxy.Bytes bytes) {

        int total() {
            return verbs.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** The numbers as text, for example {@code get configmaps 2, list pods 1}. */
        String detail() {
            return resources.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
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
    private final Set<String> seenIds = new HashSet<>();

    RequestCounter(Path auditLog, Observer observer, KubernetesClient client) {
        this.auditLog = auditLog;
        this.observer = observer;
        this.client = client;
    }

    /** @param agent prefix of the client's user agent */
    RequestCounts of(String agent, String namespace, String name, ByteCountingProxy proxy, Runnable deploy) {
        observer.awaitQuiet();
        readNewEntries(agent, (verb, resource) -> {});
        Set<String> before = versions(namespace, name);
        ByteCountingProxy.Bytes bytes = proxy.bytes();
        deploy.run();
        // After the quiet period, the audit log also contains the entries for the ends of watches.
        observer.awaitQuiet();
        Map<String, Integer> verbs = new TreeMap<>();
        Map<String, Integer> resources = new TreeMap<>();
        Set<String> watched = new TreeSet<>();
        readNewEntries(agent, (verb, resource) -> {
            verbs.merge(verb, 1, Integer::sum);
            resources.merge(verb + " " + resource, 1, Integer::sum);
            if (verb.equals("watch")) {
                watched.add(resource);
            }
        });
        Set<String> wrote = new TreeSet<>(versions(namespace, name));
        wrote.removeAll(before);
        return new RequestCounts(
                verbs, resources, watched.size(), wrote, proxy.bytes().since(bytes));
    }

    private void readNewEntries(String agent, BiConsumer<String, String> consumer) {
        try {
            String text = Files.readString(auditLog);
            // The last line of the audit log is skipped here, because it can be incomplete.
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            for (String line : whole.lines().toList()) {
                JsonNode entry = MAPPER.readTree(line);
                if (seenIds.add(entry.path("auditID").asText())
                        && entry.path("userAgent").asText().startsWith(agent)) {
                    consumer.accept(
                            entry.path("verb").asText(),
                            entry.at("/objectRef/resource").asText("others"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> versions(String namespace, String name) {
        return List.of(
                        client.apps().deployments(),
                        client.services(),
                        client.configMaps(),
                        client.autoscaling().v2().horizontalPodAutoscalers())
                .stream()
                .flatMap(operation ->
                        operation
                                .inNamespace(namespace)
                                .withLabel(RolloutRequest.NAME_LABEL, name)
                                .list()
                                .getItems()
                                .stream())
                .map(object -> object.getKind() + " " + object.getMetadata().getName() + " "
                        + object.getMetadata().getResourceVersion())
                .collect(Collectors.toSet());
    }
}
