package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.preflight.NamespaceCheck;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

/** Runs the rollouts of {@code deploy} and the dry runs of {@code diff} and {@code deploy --dry-run}. */
final class RolloutRunner {

    @Mixin
    private FileOptions files;

    @Mixin
    private NameOption applicationName;

    @ArgGroup(exclusive = true)
    private ClusterOptions clusterOptions = new ClusterOptions();

    @Mixin
    private DeployOptions deployOptions;

    @Mixin
    private RevisionKeyOption revisionKey;

    @Option(
            names = "--namespace",
            description = "The namespace to deploy to; default: the namespace of the kubeconfig's context.")
    private String namespace;

    @Option(names = "--json", description = "Print one event per line, as JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Starts all rollouts and waits until all have ended.
     *
     * @param timeout maximum duration of each rollout
     * @param customizer changes the rollout options that come from the command line
     * @param observer receives all events, in addition to the printed output
     */
    ExitCode run(Duration timeout, UnaryOperator<RolloutOptions> customizer, RolloutListener observer)
            throws CommandException {
        List<ApplicationSource> sources = files.sources(applicationName.name(), FileOptions::workloads);
        RolloutOptions options = customizer.apply(deployOptions.options());
        RevisionKey key = revisionKey.key();
        try (ControlPlane controlPlane = clusterOptions.embedded() ? ClusterCommand.startControlPlane(2) : null) {
            ConnectionConfig config = controlPlane == null
                    ? clusterOptions.config()
                    : ClusterOptions.read(controlPlane.kubeconfig(), "kubeconfig");
            String targetNamespace = namespace == null ? config.namespace() : namespace;
            CommandException.requireValid(TextRule.DNS_LABEL, "--namespace", targetNamespace);
            List<Application> applications = FileOptions.render(sources, targetNamespace);
            return run(requests(applications, targetNamespace, timeout, options), applications, config, key, observer);
        }
    }

    private ExitCode run(
            List<RolloutRequest> requests,
            List<Application> applications,
            ConnectionConfig config,
            RevisionKey key,
            RolloutListener observer)
            throws CommandException {
        CommandLine command = spec.commandLine();
        PrintWriter out = command.getOut();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deploy-workload").factory());
        try (Connection connection = new ConnectionPool(scheduler).open(config);
                InterruptHandler interruptHandler = new InterruptHandler(command.getErr(), clusterOptions.embedded())) {
            RolloutRequest first = requests.getFirst();
            Supplier<RolloutListener> listeners =
                    createListeners(command, first.options().dryRun(), scheduler);
            boolean mayBeCreatedLater = applications.stream().anyMatch(Application::fromManifests);
            checkReferences(connection, requests, mayBeCreatedLater, listeners.get());
            RolloutEngine engine = new RolloutEngine(scheduler, key);
            for (RolloutRequest request : requests) {
                RolloutListener listener = listeners.get();
                interruptHandler.start(() -> engine.start(connection, request, event -> {
                    listener.on(event);
                    observer.on(event);
                }));
            }
            List<RolloutResult> results = interruptHandler.results();
            if (interruptHandler.wasInterrupted()) {
                return ExitCode.INTERRUPTED;
            }
            ExitCode exit = ExitCode.of(results);
            // After a cluster error, no table is printed: an account without permission to apply objects probably has
            // no permission to list them either.
            if (!json && !first.options().dryRun() && exit != ExitCode.CLUSTER_ERROR) {
                ObjectsTable.print(connection, requests, out, command.getErr());
            }
            return exit;
        } finally {
            out.flush();
            scheduler.shutdownNow();
        }
    }

    /** Returns a supplier that creates the listener of each rollout. */
    private Supplier<RolloutListener> createListeners(
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

    /**
     * Checks, before the first write, that all referenced objects exist.
     *
     * @param mayBeCreatedLater whether missing objects are only reported, because a controller of a custom resource or a Job
     *     in manifests may create them
     */
    private static void checkReferences(
            Connection connection, List<RolloutRequest> requests, boolean mayBeCreatedLater, RolloutListener listener)
            throws CommandException {
        List<String> missingNamespaces = requests.stream()
                .flatMap(request -> NamespaceCheck.missing(connection, request).values().stream())
                .toList();
        if (!missingNamespaces.isEmpty()) {
            throw new CommandException(ExitCode.INVALID_INPUT, String.join(System.lineSeparator(), missingNamespaces));
        }
        ReferenceCheck.Result result = ReferenceCheck.of(connection, requests, true);
        result.note().ifPresent(note -> listener.on(new RolloutEvent.Warning(Instant.now(), null, note)));
        if (mayBeCreatedLater) {
            result.missing().forEach(missing -> listener.on(new RolloutEvent.Warning(Instant.now(), null, missing)));
        } else if (!result.missing().isEmpty()) {
            throw new CommandException(ExitCode.INVALID_INPUT, String.join(System.lineSeparator(), result.missing()));
        }
    }

    private List<RolloutRequest> requests(
            List<Application> applications, String namespace, Duration timeout, RolloutOptions options)
            throws CommandException {
        List<RolloutRequest> requests = new ArrayList<>();
        try {
            for (Application application : applications) {
                if (application.needsCredentials()) {
                    throw new CommandException(
                            ExitCode.INVALID_INPUT,
                            application.name()
                                    + ": secrets: Jenkins credentials are available only in Jenkins; deploy this workload"
                                    + " with Jenkins");
                }
                requests.add(
                        new RolloutRequest(namespace, application.name(), application.objects(), timeout, options));
            }
            return requests;
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        }
    }
}
