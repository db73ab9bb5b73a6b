package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.LibraryCheck;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.outputs.BuildOutputs;
import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.image.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.image.ImageOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * From what a job asks for to running rollouts: the way that every door goes. Whoever interrupts it is sure that nothing has
 * begun.
 */
public final class DeploymentLauncher {

    /** A workspace may be large, and its disk slow. */
    private static final Duration WORKSPACE_TIMEOUT = Duration.ofMinutes(10);

    /** Where files are read from; asked only if something is to be read there. */
    @FunctionalInterface
    public interface WorkspaceSupplier {
        /** @return null where there is none */
        FilePath get() throws IOException, InterruptedException;
    }

    private final Run<?, ?> build;
    private final TaskListener log;
    private final Function<String, RolloutListener> listeners;

    /** Null until it was asked for. */
    private ConnectionConfig config;

    /**
     * @param log       of the build, which is told everything
     * @param listeners by the workload's name, for whoever wants to know too
     */
    public DeploymentLauncher(Run<?, ?> build, TaskListener log, Function<String, RolloutListener> listeners) {
        this.build = build;
        this.log = log;
        this.listeners = listeners;
    }

    /**
     * Reads and checks everything that files and builds say.
     *
     * @throws AbortException with a sentence
     */
    public DeploymentPlan plan(DeployWorkloadStep step, WorkspaceSupplier workspace)
            throws IOException, InterruptedException {
        LibraryCheck.requireYaml();
        Cluster cluster = ClusterAccess.cluster(step.getCluster(), build.getParent());
        String namespace = namespace(step, cluster);
        List<Workload> described;
        try {
            described = ImageOverrides.apply(
                    step.getWorkload() != null
                            ? List.of(step.getWorkload())
                            : WorkloadFiles.read(workspace.get(), step.getFile()),
                    step.getImages());
        } catch (InvalidDescriptionException e) {
            throw new AbortException(e.getMessage());
        }
        DeploymentPlan plan = DeploymentPlan.of(step, namespace, described);
        try {
            ClusterRules.check(cluster, namespace, described);
            // Before what builds have left is read, which takes its time: nothing comes of that without an account.
            connectionConfig(cluster, step.getCredentialsId());
            return DeploymentPlan.of(step, namespace, resolveImages(described, workspace));
        } catch (InvalidDescriptionException | AbortException e) {
            throw refused(plan, StepState.of(step), e.getMessage());
        }
    }

    /**
     * Starts what has not begun yet, and goes on waiting for what was applied before a restart.
     *
     * @param plan   null if everything has begun
     * @param memory of what has begun
     * @throws AbortException with a sentence, if nothing can begin or be gone on with; the build keeps that too
     */
    public RolloutGroup launch(DeploymentPlan plan, StepState memory) throws IOException, InterruptedException {
        Cluster cluster;
        ConnectionConfig way;
        try {
            cluster = ClusterAccess.cluster(memory.cluster(), build.getParent());
            way = connectionConfig(cluster, memory.credentialsId());
        } catch (AbortException e) {
            throw refused(plan, memory, e.getMessage());
        }
        LibraryCheck.mismatch().ifPresent(sentence -> log.getLogger().println(BuildLog.warningMessage(sentence)));
        List<String> names = workloadNames(plan, memory);
        List<RolloutGroup.RolloutHandle> parts = new ArrayList<>();
        // Each rollout takes a share of its own, so that this one need not outlive the start.
        try (Connection connection = SharedServices.open(way)) {
            Launch start = new Launch(cluster, connection, plan, names.size() > 1);
            String refusal = plan == null ? null : start.refusal(memory);
            if (refusal != null && memory.started().isEmpty()) {
                throw refused(plan, memory, refusal);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (String name : names) {
                parts.add(memory.started(name)
                        .map(start::resume)
                        .orElseGet(() -> refusal == null
                                ? start.start(name)
                                : RolloutGroup.RolloutHandle.finished(RolloutGroup.refused(plan, name, refusal))));
            }
        }
        return new RolloutGroup(cluster.getName(), parts, this::record);
    }

    /** One for the whole way: a maker of tokens may take its time. */
    private ConnectionConfig connectionConfig(Cluster cluster, String credentialsId) throws AbortException {
        if (config == null) {
            config = ClusterAccess.connectionConfig(cluster, build, credentialsId);
        }
        return config;
    }

    /** What is common to those of one step. */
    private final class Launch {
        private final Cluster cluster;
        private final Connection connection;
        private final DeploymentPlan plan;
        private final boolean several;
        private final List<RolloutRequest> requests = new ArrayList<>();

        Launch(Cluster cluster, Connection connection, DeploymentPlan plan, boolean several) {
            this.cluster = cluster;
            this.connection = connection;
            this.plan = plan;
            this.several = several;
        }

        /** Why what has not begun cannot begin; null if it can. */
        String refusal(StepState memory) throws InterruptedException {
            try {
                for (Workload workload : plan.workloads()) {
                    if (memory.started(workload.getName()).isEmpty()) {
                        requests.add(new RolloutRequest(
                                plan.namespace(),
                                workload.getName(),
                                WorkloadRenderer.render(workload, plan.namespace()),
                                plan.timeout(),
                                plan.options()));
                    }
                }
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
            // On another thread, so that this one can be interrupted.
            CompletableFuture<ReferenceCheck.Result> looking = CompletableFuture.supplyAsync(
                    () -> ReferenceCheck.of(connection, requests, cluster.allowsListingSecrets()),
                    Thread::startVirtualThread);
            try {
                ReferenceCheck.Result result = looking.get();
                result.note().ifPresent(note -> log.getLogger().println(BuildLog.warningMessage(note)));
                return result.missing().isEmpty() ? null : String.join("\n", result.missing());
            } catch (ExecutionException e) {
                return connection.failure(e.getCause()).message();
            }
        }

        RolloutGroup.RolloutHandle start(String name) {
            log.getLogger()
                    .println(BuildLog.startedMessage(
                            name,
                            plan.namespace(),
                            cluster.getName(),
                            plan.options().dryRun()));
            RolloutRequest request = requests.stream()
                    .filter(candidate -> candidate.workloadName().equals(name))
                    .findFirst()
                    .orElseThrow();
            return RolloutGroup.RolloutHandle.of(
                    SharedServices.ROLLOUT_ENGINE.start(connection, request, listener(name)));
        }

        RolloutGroup.RolloutHandle resume(StartedRollout begun) {
            if (begun.result() != null) {
                return RolloutGroup.RolloutHandle.finished(begun);
            }
            String name = begun.workload();
            log.getLogger()
                    .println(BuildLog.resumedMessage(name, begun.checkpoint().namespace(), cluster.getName()));
            return RolloutGroup.RolloutHandle.of(
                    SharedServices.ROLLOUT_ENGINE.resume(connection, begun.checkpoint(), listener(name)));
        }

        private RolloutListener listener(String name) {
            return BuildLog.of(build, log, several ? name : null).andThen(listeners.apply(name));
        }
    }

    private static String namespace(DeployWorkloadStep step, Cluster cluster) throws AbortException {
        String namespace = step.getNamespace() == null ? cluster.getNamespace() : step.getNamespace();
        if (namespace == null) {
            throw new AbortException(Messages.DeploymentLauncher_NoNamespace(cluster.getName()));
        }
        String problem = TextRule.DNS_LABEL.problem(namespace).orElse(null);
        if (problem != null) {
            throw new AbortException("namespace: " + problem);
        }
        return namespace;
    }

    private List<Workload> resolveImages(List<Workload> described, WorkspaceSupplier workspace)
            throws IOException, InterruptedException, InvalidDescriptionException {
        FilePath read = described.stream().anyMatch(DeploymentLauncher::readsWorkspace) ? workspace.get() : null;
        return ImageResolution.resolve(
                described, new BuildOutputs(build, read, WORKSPACE_TIMEOUT), log.getLogger()::println);
    }

    static boolean readsWorkspace(Workload workload) {
        return ImageOverrides.allContainers(workload).stream()
                .map(ContainerBase::getImage)
                .anyMatch(image -> image instanceof ImageFromBuild built
                        && built.getOutput() != ImageOutput.deployed
                        && (built.getPlace() == null || built.getPlace() == BuildPlace.workspace));
    }

    /** Of all workloads, in the order of the descriptions. */
    private static List<String> workloadNames(DeploymentPlan plan, StepState memory) {
        return plan == null
                ? memory.started().stream().map(StartedRollout::workload).toList()
                : plan.workloads().stream().map(Workload::getName).toList();
    }

    /** The build keeps what was wanted, how far it had got before a restart, and why nothing more came of it. */
    private AbortException refused(DeploymentPlan plan, StepState memory, String message) {
        List<RolloutGroup.RolloutHandle> parts = workloadNames(plan, memory).stream()
                .map(name -> memory.started(name)
                        .map(begun -> RolloutGroup.abandoned(begun, message))
                        .orElseGet(() -> RolloutGroup.refused(plan, name, message)))
                .map(RolloutGroup.RolloutHandle::finished)
                .toList();
        new RolloutGroup(memory.cluster(), parts, this::record).results().join();
        return new AbortException(message);
    }

    private void record(List<DeployedWorkload> deployed) {
        try {
            DeploymentsAction.add(build, deployed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
