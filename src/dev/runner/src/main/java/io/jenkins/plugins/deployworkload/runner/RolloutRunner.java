package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rolls out, or asks about, what files describe: the part that {@code deploy} and {@code diff} have in common. */
final class RolloutRunner {

    @Mixin
    private FileOptions files;

    @ArgGroup(exclusive = true)
    private ClusterOptions clusterOptions = new ClusterOptions();

    @Mixin
    private DeployOptions deployOptions;

    @Option(names = "--namespace", description = "Default: the namespace of the kubeconfig's context.")
    private String namespace;

    @Option(names = "--json", description = "One event a line, as JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Waits until all have ended.
     *
     * @param more options beyond those that the command line named
     * @param also hears what is told to people
     */
    ExitCode run(Duration waitAtMost, UnaryOperator<RolloutOptions> more, RolloutListener also)
            throws CommandException {
        List<Workload> workloads = files.workloads();
        RolloutOptions options = more.apply(deployOptions.options());
        try (ControlPlane plane = clusterOptions.embedded() ? ClusterCommand.startControlPlane(2) : null) {
            ConnectionConfig config =
                    plane == null ? clusterOptions.config() : ClusterOptions.read(plane.kubeconfig(), "kubeconfig");
            String into = namespace == null ? config.namespace() : namespace;
            CommandException.requireValid(TextRule.DNS_LABEL, "--namespace", into);
            return run(workloads, requests(workloads, into, waitAtMost, options), config, also);
        }
    }

    private ExitCode run(
            List<Workload> workloads, List<RolloutRequest> requests, ConnectionConfig config, RolloutListener also)
            throws CommandException {
        CommandLine command = spec.commandLine();
        PrintWriter out = command.getOut();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deploy-workload").factory());
        try (Connection connection = new ConnectionPool(scheduler).open(config);
                InterruptHandler interruption = new InterruptHandler(command.getErr(), clusterOptions.embedded())) {
            RolloutRequest any = requests.getFirst();
            Supplier<RolloutListener> told = listeners(command, any.options().dryRun(), scheduler);
            checkReferences(connection, requests, told.get());
            RolloutEngine engine = new RolloutEngine(scheduler);
            for (RolloutRequest request : requests) {
                RolloutListener listener = told.get();
                interruption.start(() -> engine.start(connection, request, event -> {
                    listener.on(event);
                    also.on(event);
                }));
            }
            List<RolloutResult> results = interruption.results();
            if (interruption.wasInterrupted()) {
                return ExitCode.INTERRUPTED;
            }
            ExitCode exit = exitCode(results);
            // Whoever was refused may not look either.
            if (!json && !any.options().dryRun() && exit != ExitCode.CLUSTER_ERROR) {
                ObjectsTable.print(connection, workloads, any.namespace(), out, command.getErr());
            }
            return exit;
        } finally {
            out.flush();
            scheduler.shutdownNow();
        }
    }

    /** Gives a listener for each rollout. */
    private Supplier<RolloutListener> listeners(
            CommandLine command, boolean dryRun, ScheduledExecutorService scheduler) {
        PrintWriter out = command.getOut();
        Terminal terminal = Terminal.current();
        if (json || dryRun || !terminal.live()) {
            RolloutListener lines = json ? new JsonLines(out) : new PlainLines(out, command.getErr());
            return () -> lines;
        }
        LiveLines lines = new LiveLines(out, terminal.colour(), InstantSource.system());
        scheduler.scheduleAtFixedRate(lines::tick, 1, 1, TimeUnit.SECONDS);
        return lines::newListener;
    }

    /** Whether everything is there that the workloads name, before anything is applied. */
    private static void checkReferences(Connection connection, List<RolloutRequest> requests, RolloutListener listener)
            throws CommandException {
        ReferenceCheck.Result result = ReferenceCheck.of(connection, requests, true);
        result.note().ifPresent(note -> listener.on(new RolloutEvent.Warning(Instant.now(), null, note)));
        if (!result.missing().isEmpty()) {
            throw new CommandException(ExitCode.INVALID_INPUT, String.join(System.lineSeparator(), result.missing()));
        }
    }

    private static List<RolloutRequest> requests(
            List<Workload> workloads, String namespace, Duration waitAtMost, RolloutOptions options)
            throws CommandException {
        try {
            return workloads.stream()
                    .map(workload -> new RolloutRequest(
                            namespace,
                            workload.getName(),
                            WorkloadRenderer.render(workload, namespace),
                            waitAtMost,
                            options))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        }
    }

    private static ExitCode exitCode(List<RolloutResult> results) {
        if (results.stream().anyMatch(result -> result.outcome() == Outcome.REFUSED)) {
            return ExitCode.CLUSTER_ERROR;
        }
        return results.stream().allMatch(result -> result.outcome() == Outcome.SUCCEEDED)
                ? ExitCode.OK
                : ExitCode.FAILED;
    }
}
