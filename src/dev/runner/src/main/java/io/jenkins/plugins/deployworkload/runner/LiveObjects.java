package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Reads a workload of a cluster, and the objects of its namespace that can belong to it. */
record LiveObjects(ConnectionConfig config, String namespace, PrintWriter notes) {

    private static final Map<String, String> WORKLOADS = Map.of(
            "Deployment", "apps/v1",
            "StatefulSet", "apps/v1",
            "DaemonSet", "apps/v1",
            "Job", "batch/v1",
            "CronJob", "batch/v1");

    private static final Map<String, String> RELATED = Map.of(
            "Service", "v1",
            "HorizontalPodAutoscaler", "autoscaling/v2",
            "PodDisruptionBudget", "policy/v1",
            "Ingress", "networking.k8s.io/v1");

    /**
     * @param kind the kind, in any case
     * @throws CommandException if the workload does not exist or cannot be read
     */
    List<JsonNode> read(String kind, String name) throws CommandException {
        String exactKind = WORKLOADS.keySet().stream()
                .filter(known -> known.equalsIgnoreCase(kind))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.INVALID_INPUT,
                        "--live: unknown kind \"" + kind + "\"; allowed: "
                                + String.join(
                                        ", ",
                                        WORKLOADS.keySet().stream().sorted().toList())));
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deploy-workload").factory());
        try (Connection connection = new ConnectionPool(scheduler).open(config)) {
            return read(connection, exactKind, name);
        } finally {
            scheduler.shutdownNow();
        }
    }

    private List<JsonNode> read(Connection connection, String kind, String name) throws CommandException {
        KubernetesClient client = connection.client();
        String target = namespace == null ? connection.namespace() : namespace;
        List<JsonNode> objects = new ArrayList<>();
        try {
            GenericKubernetesResource workload = client.genericKubernetesResources(WORKLOADS.get(kind), kind)
                    .inNamespace(target)
                    .withName(name)
                    .get();
            if (workload == null) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT, "--live: no " + kind + " \"" + name + "\" in the namespace " + target);
            }
            objects.add(Json.MAPPER.valueToTree(workload));
        } catch (KubernetesClientException e) {
            throw new CommandException(
                    ExitCode.CLUSTER_ERROR, connection.failure(e).message());
        }
        RELATED.forEach((related, version) -> {
            try {
                client.genericKubernetesResources(version, related)
                        .inNamespace(target)
                        .list()
                        .getItems()
                        .forEach(object -> objects.add(Json.MAPPER.valueToTree(object)));
            } catch (KubernetesClientException e) {
                notes.println(
                        related + ": not imported: " + connection.failure(e).message());
            }
        });
        return objects;
    }
}
