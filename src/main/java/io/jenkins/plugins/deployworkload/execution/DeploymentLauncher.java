package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.execution.preflight.LaunchPreflight;
import io.jenkins.plugins.deployworkload.execution.reporting.DeployReporter;
import io.jenkins.plugins.deployworkload.execution.revision.StoredRevision;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Starts the rollouts of a plan, and resumes the rollouts that were started before a restart of the controller. */
public final class DeploymentLauncher {

    private interface ObjectSupplier {
        List<HasMetadata> get() throws AbortException;
    }

    private final DeployContext context;
    private final TaskListener log;
    private final Function<String, RolloutListener> listeners;

    /**
     * @param log       the log of the build, which receives every event
     * @param listeners returns the listener for the workload with the given name, which receives each event before the
     *     log does
     */
    public DeploymentLauncher(DeployContext context, TaskListener log, Function<String, RolloutListener> listeners) {
        this.context = context;
        this.log = log;
        this.listeners = listeners;
    }

    /**
     * Starts the rollouts that have not been started, and resumes the rollouts that were started before a restart.
     *
     * @param plan  the plan; null if all rollouts have applied their objects
     * @param state the rollouts that were started before a restart
     * @throws AbortException       if no rollout can be started or resumed; the message is for users and is also
     *     recorded in the build
     * @throws InterruptedException if the thread was interrupted before any rollout was started
     */
    public RolloutGroup launch(DeploymentPlan plan, StepState state) throws IOException, InterruptedException {
        return launch(plan, plan, state);
    }

    /**
     * Like {@link #launch(DeploymentPlan, StepState)}.
     *
     * @param masked the plan of the rollouts that have applied their objects, whose values are masked; null if there is
     *     nothing to mask
     */
    RolloutGroup launch(DeploymentPlan plan, DeploymentPlan masked, StepState state)
            throws IOException, InterruptedException {
        Cluster cluster;
        ConnectionConfig config;
        Deployer deployer;
        try {
            // After a restart, the rollouts that have applied their objects go on waiting even if the rules have
            // changed.
            cluster = state.started().isEmpty()
                    ? context.cluster(state.cluster())
                    : context.clusterForWaiting(state.cluster());
            config = context.connectionConfig(cluster, state.credentialsId());
            deployer = plan == null ? Deployer.NOBODY : context.deployer(cluster, plan.namespace());
        } catch (AbortException e) {
            throw context.refused(plan, state, e.getMessage());
        }
        LibraryCheck.mismatch().ifPresent(message -> log.getLogger().println(BuildLog.warningMessage(message)));
        List<String> names = DeployContext.workloadNames(plan, state);
        List<RolloutGroup.RolloutHandle> handles = new ArrayList<>();
        // Each rollout opens its own lease of the shared connection.
        try (Connection connection = SharedServices.open(config)) {
            Launch launch = new Launch(
                    cluster,
                    deployer,
                    state,
                    connection,
                    plan,
                    masked,
                    names.size() > 1,
                    new UserNamespaceSupport(config));
            String refusal = plan == null ? null : launch.refusal(state);
            if (refusal != null && state.started().isEmpty()) {
                throw context.refused(plan, state, refusal);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (String name : names) {
                handles.add(state.started(name)
                        .map(launch::resume)
                        .orElseGet(() -> refusal == null ? launch.start(name) : launch.refuse(name, refusal)));
            }
            return new RolloutGroup(handles, launch.reporter);
        }
    }

    /** Starts and resumes the rollouts of one launch, with the values that all of them share. */
    private final class Launch {
        private final Cluster cluster;
        private final Deployer deployer;
        private final String credentialsId;
        private final Connection connection;
        private final DeploymentPlan plan;
        private final DeploymentPlan masked;
        private final AuditLog auditLog;
        private final DeployReporter reporter;
        private final boolean prefixed;
        private final BooleanSupplier userNamespaces;
        private final Map<String, RolloutRequest> requests = new LinkedHashMap<>();

        /** The stored revision that the only rollout applies again; null for new objects. */
        private Redeploy redeploy;

        /** The rollouts that had applied only some of their objects before the restart. */
        private final Map<String, RolloutRequest> continued = new HashMap<>();

        /** By the name of the workload, why a rollout with objects that are not applied cannot be continued. */
        private final Map<String, String> refusedContinuations = new HashMap<>();

        /** @param prefixed whether each line of the build log begins with the name of its workload */
        Launch(
                Cluster cluster,
                Deployer deployer,
                StepState state,
                Connection connection,
                DeploymentPlan plan,
                DeploymentPlan masked,
                boolean prefixed,
                BooleanSupplier userNamespaces) {
            this.userNamespaces = userNamespaces;
            this.deployer = deployer;
            this.cluster = cluster;
            this.credentialsId = state.credentialsId();
            this.connection = connection;
            this.plan = plan;
            this.masked = masked;
            this.auditLog = context.auditLog(cluster, credentialsId);
            this.reporter = context.reporter(state);
            this.prefixed = prefixed;
        }

        /**
         * Renders the workloads that have not applied all their objects. Returns the reason why those that have not been
         * started cannot be deployed, or null if they can.
         */
        String refusal(StepState state) throws InterruptedException {
            List<String> problems = new ArrayList<>();
            plan.workloads()
                    .forEach(workload -> addRequest(state, workload.getName(), () -> objects(workload), problems));
            if (plan.manifests() != null) {
                addRequest(state, plan.manifests().name(), plan.manifests()::objects, problems);
            }
            if (plan.revision() != null) {
                addRequest(state, plan.revision().name(), this::revisionObjects, problems);
            }
            if (!problems.isEmpty()) {
                return String.join("\n", problems);
            }
            if (requests.isEmpty()) {
                return null;
            }
            return new LaunchPreflight(
                            connection,
                            context.build().getParent(),
                            cluster.allowsListingSecrets(),
                            plan.manifests(),
                            log.getLogger()::println)
                    .refusal(List.copyOf(requests.values()));
        }

        /** @param problems receives the reason why a rollout cannot start; the others are still prepared */
        private void addRequest(StepState state, String name, ObjectSupplier objects, List<String> problems) {
            Optional<StartedRollout> started = state.started(name);
            if (started.isPresent() && !started.get().needsObjects()) {
                return;
            }
            try {
                (started.isEmpty() ? requests : continued).put(name, request(name, objects.get()));
            } catch (IllegalArgumentException | AbortException e) {
                if (started.isEmpty()) {
                    problems.add(e.getMessage());
                } else {
                    refusedContinuations.put(name, e.getMessage());
                }
            }
        }

        private List<HasMetadata> revisionObjects() throws AbortException {
            StoredRevision stored =
                    StoredRevision.read(SharedServices.ROLLOUT_ENGINE, connection, plan.namespace(), plan.revision());
            redeploy = stored.content().redeploy();
            log.getLogger()
                    .println(Messages.DeploymentLauncher_revision(stored.entry().label()));
            return stored.content().objects();
        }

        /** @throws AbortException if a credential of a Secret is not usable, or has changed since the plan was made */
        private List<HasMetadata> objects(Workload workload) throws AbortException {
            context.secrets(workload, plan.namespace()).requireUnchangedSince(plan.secretHashes(workload));
            return context.objects(plan, workload);
        }

        private RolloutRequest request(String name, List<HasMetadata> objects) {
            return new RolloutRequest(
                    plan.namespace(),
                    name,
                    objects,
                    plan.timeout(),
                    plan.options().withBuild(context.buildReference()),
                    policy(plan.namespace()),
                    deployer,
                    redeploy);
        }

        private RolloutPolicy policy(String namespace) {
            return context.policy(cluster.getName(), namespace, credentialsId, userNamespaces);
        }

        RolloutGroup.RolloutHandle start(String name) {
            log.getLogger()
                    .println(BuildLog.startedMessage(
                            name,
                            plan.namespace(),
                            cluster.getName(),
                            plan.options().dryRun()));
            RolloutRequest request = requests.get(name);
            return RolloutGroup.RolloutHandle.of(SharedServices.ROLLOUT_ENGINE.start(
                    connection, request, listener(name, plan.namespace(), plan.options(), request.objects())));
        }

        RolloutGroup.RolloutHandle refuse(String name, String refusal) {
            StartedRollout refused = RolloutGroup.refused(plan, name, refusal);
            DeployContext.audit(auditLog, refused);
            return RolloutGroup.RolloutHandle.finished(refused);
        }

        RolloutGroup.RolloutHandle resume(StartedRollout started) {
            if (started.result() != null) {
                return RolloutGroup.RolloutHandle.finished(started);
            }
            String name = started.workload();
            if (refusedContinuations.containsKey(name)) {
                StartedRollout refused = RolloutGroup.abandoned(started, refusedContinuations.get(name));
                DeployContext.audit(auditLog, refused);
                return RolloutGroup.RolloutHandle.finished(refused);
            }
            log.getLogger()
                    .println(BuildLog.resumedMessage(name, started.checkpoint().namespace(), cluster.getName()));
            RolloutRequest toApply = continued.get(name);
            List<HasMetadata> objects = toApply != null ? toApply.objects() : context.maskedObjects(masked, name);
            return RolloutGroup.RolloutHandle.of(SharedServices.ROLLOUT_ENGINE.resume(
                    connection,
                    started.checkpoint(),
                    objects,
                    policy(started.checkpoint().namespace()),
                    listener(
                            name,
                            started.checkpoint().namespace(),
                            started.checkpoint().options(),
                            objects)));
        }

        private RolloutListener listener(
                String name, String namespace, RolloutOptions options, List<HasMetadata> objects) {
            RolloutListener first = listeners.apply(name);
            RolloutListener buildLog = BuildLog.of(context.build(), log, prefixed ? name : null);
            RolloutListener audit = auditLog.listener(namespace, name, options.dryRun());
            RolloutListener progress = reporter.follow(cluster, namespace, name, options.dryRun(), objects);
            return event -> {
                // The gate of the first listener stops the events of a controller that shuts down.
                first.on(event);
                audit.on(event);
                progress.on(event);
                buildLog.on(event);
            };
        }
    }
}
