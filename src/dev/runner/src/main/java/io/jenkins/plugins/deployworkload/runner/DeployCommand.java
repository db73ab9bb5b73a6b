package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.references.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Durations;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploy}: applies what files describe and waits until it runs. */
@Command(
        name = "deploy",
        description = "Deploys workloads and waits until they run.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:rolled out",
            "1:applied, and it does not run",
            "2:bad input, nothing applied",
            "3:cluster not reachable, or it refused"
        })
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private Files files;

    @ArgGroup(exclusive = true)
    private Target target = new Target();

    @Mixin
    private Permissions permissions;

    @Option(names = "--namespace", description = "Default: the namespace of the kubeconfig's context.")
    private String namespace;

    @Option(names = "--timeout", defaultValue = "5m", description = "How long to wait: 90s, 5m, 1h; default: 5m.")
    private String timeout;

    @Option(names = "--json", description = "One event a line, as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Refusal {
        List<Workload> workloads = files.workloads();
        Duration waitAtMost = duration(timeout);
        try (ControlPlane plane = target.embedded() ? ClusterCommand.start(2) : null) {
            ConnectionConfig config = plane == null ? target.config() : Target.read(plane.kubeconfig(), "kubeconfig");
            return deploy(workloads, config, waitAtMost).code();
        }
    }

    private Exit deploy(List<Workload> workloads, ConnectionConfig config, Duration waitAtMost) throws Refusal {
        String into = namespace == null ? config.namespace() : namespace;
        Refusal.unless(TextRule.DNS_LABEL, "--namespace", into);
        PrintWriter out = spec.commandLine().getOut();
        RolloutListener listener = json ? new JsonLines(out) : new PlainLines(out);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deploy-workload").factory());
        try (Connection connection = new Connections(scheduler).open(config)) {
            RolloutEngine engine = new RolloutEngine(scheduler);
            List<RolloutRequest> requests = requests(workloads, into, waitAtMost);
            lookUp(connection, requests, listener);
            List<Rollout> rollouts = new ArrayList<>();
            for (RolloutRequest request : requests) {
                rollouts.add(engine.start(connection, request, listener));
            }
            List<RolloutResult> results =
                    rollouts.stream().map(rollout -> rollout.result().join()).toList();
            Exit exit = exit(results);
            // Whoever was refused may not look either.
            if (!json && exit != Exit.CLUSTER) {
                ObjectsTable.print(connection, workloads, into, out);
            }
            return exit;
        } finally {
            out.flush();
            scheduler.shutdownNow();
        }
    }

    /** Whether everything is there that the workloads name, before anything is applied. */
    private static void lookUp(Connection connection, List<RolloutRequest> requests, RolloutListener listener)
            throws Refusal {
        ReferenceCheck.Result result = ReferenceCheck.of(connection, requests, true);
        result.note().ifPresent(note -> listener.on(new RolloutEvent.Warning(Instant.now(), null, note)));
        if (!result.missing().isEmpty()) {
            throw new Refusal(Exit.BAD_INPUT, String.join(System.lineSeparator(), result.missing()));
        }
    }

    private List<RolloutRequest> requests(List<Workload> workloads, String namespace, Duration waitAtMost)
            throws Refusal {
        try {
            return workloads.stream()
                    .map(workload -> new RolloutRequest(
                            namespace,
                            workload.getName(),
                            Manifest.of(workload, namespace),
                            waitAtMost,
                            permissions.options()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.BAD_INPUT, e.getMessage());
        }
    }

    private static Exit exit(List<RolloutResult> results) {
        if (results.stream().anyMatch(result -> result.outcome() == Outcome.REFUSED)) {
            return Exit.CLUSTER;
        }
        return results.stream().allMatch(result -> result.outcome() == Outcome.SUCCEEDED) ? Exit.DONE : Exit.FAILED;
    }

    private static Duration duration(String text) throws Refusal {
        Refusal.unless(TextRule.DURATION, "--timeout", text);
        return Durations.parse(text);
    }
}
