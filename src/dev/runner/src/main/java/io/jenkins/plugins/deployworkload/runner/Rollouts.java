package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.references.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
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
final class Rollouts {

    @Mixin
    private Files files;

    @ArgGroup(exclusive = true)
    private Target target = new Target();

    @Mixin
    private Permissions permissions;

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
    Exit run(Duration waitAtMost, UnaryOperator<RolloutOptions> more, RolloutListener also) throws Refusal {
        List<Workload> workloads = files.workloads();
        RolloutOptions options = more.apply(permissions.options());
        try (ControlPlane plane = target.embedded() ? ClusterCommand.start(2) : null) {
            ConnectionConfig config = plane == null ? target.config() : Target.read(plane.kubeconfig(), "kubeconfig");
            String into = namespace == null ? config.namespace() : namespace;
            Refusal.unless(TextRule.DNS_LABEL, "--namespace", into);
            return run(workloads, requests(workloads, into, waitAtMost, options), config, also);
        }
    }

    private Exit run(
            List<Workload> workloads, List<RolloutRequest> requests, ConnectionConfig config, RolloutListener also)
            throws Refusal {
        CommandLine command = spec.commandLine();
        PrintWriter out = command.getOut();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deploy-workload").factory());
        try (Connection connection = new Connections(scheduler).open(config);
                Interruption interruption = new Interruption(command.getErr(), target.embedded())) {
            RolloutRequest any = requests.getFirst();
            Supplier<RolloutListener> told = listeners(command, any.options().dryRun(), scheduler);
            lookUp(connection, requests, told.get());
            RolloutEngine engine = new RolloutEngine(scheduler);
            for (RolloutRequest request : requests) {
                RolloutListener listener = told.get();
                interruption.begin(() -> engine.start(connection, request, event -> {
                    listener.on(event);
                    also.on(event);
                }));
            }
            List<RolloutResult> results = interruption.results();
            if (interruption.happened()) {
                return Exit.INTERRUPTED;
            }
            Exit exit = exit(results);
            // Whoever was refused may not look either.
            if (!json && !any.options().dryRun() && exit != Exit.CLUSTER) {
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
        Terminal terminal = Terminal.present();
        if (json || dryRun || !terminal.live()) {
            RolloutListener lines = json ? new JsonLines(out) : new PlainLines(out, command.getErr());
            return () -> lines;
        }
        LiveLines lines = new LiveLines(out, terminal.colour(), InstantSource.system());
        scheduler.scheduleAtFixedRate(lines::tick, 1, 1, TimeUnit.SECONDS);
        return lines::another;
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

    private static List<RolloutRequest> requests(
            List<Workload> workloads, String namespace, Duration waitAtMost, RolloutOptions options) throws Refusal {
        try {
            return workloads.stream()
                    .map(workload -> new RolloutRequest(
                            namespace, workload.getName(), Manifest.of(workload, namespace), waitAtMost, options))
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
}
