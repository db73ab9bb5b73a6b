package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.importing.LiveWorkload;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Reads a workload of a cluster, and the objects of its namespace that can belong to it. */
record LiveObjects(ConnectionConfig config, String namespace, PrintWriter notes) {

    /**
     * @param kind the kind, in any case
     * @throws CommandException if the workload does not exist or cannot be read
     */
    List<JsonNode> read(String kind, String name) throws CommandException {
        String exactKind = LiveWorkload.findKind(kind)
                .orElseThrow(() -> new CommandException(
                        ExitCode.INVALID_INPUT,
                        "--live: unknown kind \"" + kind + "\"; allowed: " + String.join(", ", LiveWorkload.kinds())));
        CommandException.requireValid(TextRule.DNS_SUBDOMAIN, "--live", name);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deploy-workload").factory());
        try (Connection connection = new ConnectionPool(scheduler).open(config)) {
            return read(connection, exactKind, name);
        } finally {
            scheduler.shutdownNow();
        }
    }

    private List<JsonNode> read(Connection connection, String kind, String name) throws CommandException {
        String target = namespace == null ? connection.namespace() : namespace;
        LiveWorkload live;
        try {
            live = VirtualThreads.join(VirtualThreads.submit(() -> LiveWorkload.read(connection, target, kind, name)))
                    .orElseThrow(() -> new CommandException(
                            ExitCode.INVALID_INPUT,
                            "--live: no " + kind + " \"" + name + "\" in the namespace " + target));
        } catch (RuntimeException e) {
            throw new CommandException(
                    ExitCode.CLUSTER_ERROR, connection.failure(e).message());
        }
        live.unread().forEach((related, problem) -> notes.println(related + ": " + describe(problem, connection)));
        return live.objects();
    }

    private static String describe(RuntimeException problem, Connection connection) {
        return switch (problem) {
            case LiveWorkload.TooManyException tooMany ->
                "only the first " + LiveWorkload.MAX_RELATED + " were read, because the namespace has more";
            case LiveWorkload.TooLargeException tooLarge -> "not imported: too much data";
            default -> "not imported: " + connection.failure(problem).message();
        };
    }
}
