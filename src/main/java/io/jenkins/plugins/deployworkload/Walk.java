package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.StepMemory.Begun;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.outputs.BuildOutputs;
import io.jenkins.plugins.deployworkload.outputs.ImageResolution;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.report.DeployRecord;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.references.ReferenceCheck;
import io.jenkins.plugins.deployworkload.workload.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.ContainerImages;
import io.jenkins.plugins.deployworkload.workload.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.ImageOutput;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
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
final class Walk {

    /** A workspace may be large, and its disk slow. */
    private static final Duration AGENT_PATIENCE = Duration.ofMinutes(10);

    /** Where files are read from; asked only if something is to be read there. */
    @FunctionalInterface
    interface Workspace {
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
    Walk(Run<?, ?> build, TaskListener log, Function<String, RolloutListener> listeners) {
        this.build = build;
        this.log = log;
        this.listeners = listeners;
    }

    /**
     * Reads and checks everything that files and builds say.
     *
     * @throws AbortException with a sentence
     */
    Plan plan(DeployWorkloadStep step, Workspace workspace) throws IOException, InterruptedException {
        LibraryCheck.requireYaml();
        Cluster cluster = ClusterAccess.cluster(step.getCluster(), build.getParent());
        String namespace = namespace(step, cluster);
        List<Workload> described;
        try {
            described = ContainerImages.replaced(
                    step.getWorkload() != null
                            ? List.of(step.getWorkload())
                            : WorkloadFiles.read(workspace.get(), step.getFile()),
                    step.getImages());
        } catch (InvalidDescriptionException e) {
            throw new AbortException(e.getMessage());
        }
        Plan plan = Plan.of(step, namespace, described);
        try {
            ClusterRules.check(cluster, namespace, described);
            // Before what builds have left is read, which takes its time: nothing comes of that without an account.
            connection(cluster, step.getCredentialsId());
            return Plan.of(step, namespace, withImages(described, workspace));
        } catch (InvalidDescriptionException | AbortException e) {
            throw refused(plan, StepMemory.of(step), e.getMessage());
        }
    }

    /**
     * Starts what has not begun yet, and goes on waiting for what was applied before a restart.
     *
     * @param plan   null if everything has begun
     * @param memory of what has begun
     * @throws AbortException with a sentence, if nothing can begin or be gone on with; the build keeps that too
     */
    Deployments begin(Plan plan, StepMemory memory) throws IOException, InterruptedException {
        Cluster cluster;
        ConnectionConfig way;
        try {
            cluster = ClusterAccess.cluster(memory.cluster(), build.getParent());
            way = connection(cluster, memory.credentialsId());
        } catch (AbortException e) {
            throw refused(plan, memory, e.getMessage());
        }
        LibraryCheck.mismatch().ifPresent(sentence -> log.getLogger().println(BuildLog.warning(sentence)));
        List<String> names = names(plan, memory);
        List<Deployments.Part> parts = new ArrayList<>();
        // Each rollout takes a share of its own, so that this one need not outlive the start.
        try (Connection connection = Engine.open(way)) {
            Start start = new Start(cluster, connection, plan, names.size() > 1);
            String refusal = plan == null ? null : start.refusal(memory);
            if (refusal != null && memory.begun().isEmpty()) {
                throw refused(plan, memory, refusal);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (String name : names) {
                parts.add(memory.begun(name)
                        .map(start::again)
                        .orElseGet(() -> refusal == null
                                ? start.first(name)
                                : Deployments.Part.over(Deployments.refused(plan, name, refusal))));
            }
        }
        return new Deployments(cluster.getName(), parts, this::keep);
    }

    /** One for the whole way: a maker of tokens may take its time. */
    private ConnectionConfig connection(Cluster cluster, String credentialsId) throws AbortException {
        if (config == null) {
            config = ClusterAccess.connection(cluster, build, credentialsId);
        }
        return config;
    }

    /** What is common to those of one step. */
    private final class Start {
        private final Cluster cluster;
        private final Connection connection;
        private final Plan plan;
        private final boolean several;
        private final List<RolloutRequest> requests = new ArrayList<>();

        Start(Cluster cluster, Connection connection, Plan plan, boolean several) {
            this.cluster = cluster;
            this.connection = connection;
            this.plan = plan;
            this.several = several;
        }

        /** Why what has not begun cannot begin; null if it can. */
        String refusal(StepMemory memory) throws InterruptedException {
            try {
                for (Workload workload : plan.workloads()) {
                    if (memory.begun(workload.getName()).isEmpty()) {
                        requests.add(new RolloutRequest(
                                plan.namespace(),
                                workload.getName(),
                                Manifest.of(workload, plan.namespace()),
                                plan.timeout(),
                                plan.options()));
                    }
                }
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
            // On another thread, so that this one can be interrupted.
            CompletableFuture<ReferenceCheck.Result> looking = CompletableFuture.supplyAsync(
                    () -> ReferenceCheck.of(connection, requests, cluster.maySecretsBeListed()),
                    Thread::startVirtualThread);
            try {
                ReferenceCheck.Result result = looking.get();
                result.note().ifPresent(note -> log.getLogger().println(BuildLog.warning(note)));
                return result.missing().isEmpty() ? null : String.join("\n", result.missing());
            } catch (ExecutionException e) {
                return connection.failure(e.getCause()).message();
            }
        }

        Deployments.Part first(String name) {
            log.getLogger()
                    .println(BuildLog.begins(
                            name,
                            plan.namespace(),
                            cluster.getName(),
                            plan.options().dryRun()));
            RolloutRequest request = requests.stream()
                    .filter(candidate -> candidate.workloadName().equals(name))
                    .findFirst()
                    .orElseThrow();
            return Deployments.Part.of(Engine.ROLLOUTS.start(connection, request, listener(name)));
        }

        Deployments.Part again(Begun begun) {
            if (begun.result() != null) {
                return Deployments.Part.over(begun);
            }
            String name = begun.workload();
            log.getLogger().println(BuildLog.goesOn(name, begun.memory().namespace(), cluster.getName()));
            return Deployments.Part.of(Engine.ROLLOUTS.resume(connection, begun.memory(), listener(name)));
        }

        private RolloutListener listener(String name) {
            return BuildLog.of(build, log, several ? name : null).andThen(listeners.apply(name));
        }
    }

    private static String namespace(DeployWorkloadStep step, Cluster cluster) throws AbortException {
        String namespace = step.getNamespace() == null ? cluster.getNamespace() : step.getNamespace();
        if (namespace == null) {
            throw new AbortException(Messages.Walk_NoNamespace(cluster.getName()));
        }
        String problem = TextRule.DNS_LABEL.problem(namespace).orElse(null);
        if (problem != null) {
            throw new AbortException("namespace: " + problem);
        }
        return namespace;
    }

    private List<Workload> withImages(List<Workload> described, Workspace workspace)
            throws IOException, InterruptedException, InvalidDescriptionException {
        FilePath read = described.stream().anyMatch(Walk::looksIntoTheWorkspace) ? workspace.get() : null;
        return ImageResolution.resolve(
                described, new BuildOutputs(build, read, AGENT_PATIENCE), log.getLogger()::println);
    }

    static boolean looksIntoTheWorkspace(Workload workload) {
        return ContainerImages.containers(workload).stream()
                .map(ContainerBase::getImage)
                .anyMatch(image -> image instanceof ImageFromBuild built
                        && built.getOutput() != ImageOutput.deployed
                        && (built.getPlace() == null || built.getPlace() == BuildPlace.workspace));
    }

    /** Of all workloads, in the order of the descriptions. */
    private static List<String> names(Plan plan, StepMemory memory) {
        return plan == null
                ? memory.begun().stream().map(Begun::workload).toList()
                : plan.workloads().stream().map(Workload::getName).toList();
    }

    /** The build keeps what was wanted, how far it had got before a restart, and why nothing more came of it. */
    private AbortException refused(Plan plan, StepMemory memory, String message) {
        List<Deployments.Part> parts = names(plan, memory).stream()
                .map(name -> memory.begun(name)
                        .map(begun -> Deployments.givenUp(begun, message))
                        .orElseGet(() -> Deployments.refused(plan, name, message)))
                .map(Deployments.Part::over)
                .toList();
        new Deployments(memory.cluster(), parts, this::keep).results().join();
        return new AbortException(message);
    }

    private void keep(List<DeployedWorkload> deployed) {
        try {
            DeployRecord.add(build, deployed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
