package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of commands for an application whose revisions are in the cluster. */
final class StoredApplication {

    @Parameters(paramLabel = "NAME", description = "The name of the application.")
    private String name;

    @ArgGroup(exclusive = true)
    private ClusterOptions clusterOptions = new ClusterOptions();

    @Mixin
    private RevisionKeyOption revisionKey;

    @Option(names = "--namespace", description = "The namespace; default: the namespace of the kubeconfig's context.")
    private String namespace;

    /** The work of a command. */
    interface Work {
        ExitCode run(RolloutEngine engine, Connection connection, String namespace) throws CommandException;
    }

    String name() {
        return name;
    }

    /**
     * Connects to the cluster and does the work.
     *
     * @param missing what a new control plane does not have, for the message about {@code --embedded}
     */
    ExitCode connect(String missing, Work work) throws CommandException {
        CommandException.requireValid(TextRule.WORKLOAD_NAME, "NAME", name);
        if (clusterOptions.embedded()) {
            throw new CommandException(ExitCode.INVALID_INPUT, "--embedded: a new control plane has no " + missing);
        }
        ConnectionConfig config = clusterOptions.config();
        String target = namespace == null ? config.namespace() : namespace;
        CommandException.requireValid(TextRule.DNS_LABEL, "--namespace", target);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deploy-workload").factory());
        try (Connection connection = new ConnectionPool(scheduler).open(config)) {
            return work.run(new RolloutEngine(scheduler, revisionKey.key()), connection, target);
        } finally {
            scheduler.shutdownNow();
        }
    }
}
