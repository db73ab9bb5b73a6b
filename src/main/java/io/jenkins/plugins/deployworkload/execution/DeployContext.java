package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.AccessPolicy;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.execution.reporting.DeployReporter;
import io.jenkins.plugins.deployworkload.execution.secret.ResolvedSecrets;
import io.jenkins.plugins.deployworkload.execution.secret.SecretResolver;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.job.RemoveOnDelete;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/**
 * The state that the planner and the launcher of one deploy share: the build, and the configuration of the connection
 * to the cluster.
 */
public final class DeployContext {

    private static final Logger LOGGER = Logger.getLogger(DeployContext.class.getName());

    private final Run<?, ?> build;

    private final TaskListener log;

    /** The configuration of the connection; null until the first call of {@link #connectionConfig}. */
    private ConnectionConfig config;

    /** The resolved credentials of Secrets, by the name of the workload. */
    private final Map<String, ResolvedSecrets> secrets = new HashMap<>();

    /** @param log the log of the build */
    public DeployContext(Run<?, ?> build, TaskListener log) {
        this.build = build;
        this.log = log;
    }

    Run<?, ?> build() {
        return build;
    }

    /** @throws AbortException if the cluster does not exist, or the job may not use the cluster */
    Cluster cluster(String name) throws AbortException {
        return ClusterAccess.cluster(name, build.getParent());
    }

    /** Keeps, shows and publishes what the rollouts of a step do. */
    DeployReporter reporter(StepState state) {
        return new DeployReporter(build, log, state.cluster(), state.credentialsId(), state.skipPublishingChecks());
    }

    /** The audit log of a deploy with this account. */
    AuditLog auditLog(Cluster cluster, String credentialsId) {
        return new AuditLog(build, cluster.getName(), ClusterAccess.account(cluster, credentialsId));
    }

    /**
     * Writes the line of a deploy that is refused before it is known which applications it contains.
     *
     * @param namespace the namespace that the job has named; {@code null} for the default namespace of the cluster
     */
    void auditRefusal(String cluster, String namespace) {
        new AuditLog(build, cluster, null).refused(namespace, null, false);
    }

    /** For the annotations on the objects that the build changes. */
    RolloutOptions.BuildReference buildReference() {
        String root = Jenkins.get().getRootUrl();
        return new RolloutOptions.BuildReference(
                build.getParent().getFullName(), build.getNumber(), root == null ? null : root + build.getUrl());
    }

    /** @throws AbortException if the cluster does not exist */
    Cluster clusterForWaiting(String name) throws AbortException {
        return ClusterAccess.clusterForWaiting(name, build.getParent());
    }

    /** @throws AbortException if the job builds a pull request that may not deploy */
    void checkPullRequest(Cluster cluster, String namespace, RolloutOptions options) throws AbortException {
        access(namespace).checkPullRequest(cluster, options);
    }

    /** @throws AbortException if the owner cannot be found out */
    Deployer deployer(Cluster cluster, String namespace) throws AbortException {
        return access(namespace).deployer(cluster, build.getParent().getFullName() + " #" + build.getNumber());
    }

    private JobAccess access(String namespace) {
        return new JobAccess(build.getParent(), namespace);
    }

    /**
     * The policy of the deploy, which follows changes of the access rules.
     *
     * @param userNamespaces see {@link AccessPolicy}
     */
    RolloutPolicy policy(String cluster, String namespace, String credentialsId, BooleanSupplier userNamespaces) {
        return access(namespace).policy(cluster, credentialsId, userNamespaces);
    }

    /**
     * Returns the configuration of the connection. The credential is resolved only once per deploy, because a token
     * provider can take seconds to respond.
     */
    ConnectionConfig connectionConfig(Cluster cluster, String credentialsId) throws AbortException {
        if (config == null) {
            config = ClusterAccess.connectionConfig(cluster, build, credentialsId);
        }
        return config;
    }

    /**
     * The values of the workload's Secrets. Each credential is resolved only once per deploy, so that the planned and the
     * applied values are the same.
     *
     * @throws AbortException if a credential cannot be used; the message has all problems of the workload
     */
    ResolvedSecrets secrets(Workload workload, String namespace) throws AbortException {
        ResolvedSecrets resolved = secrets.get(workload.getName());
        if (resolved == null) {
            try {
                resolved = SecretResolver.resolve(build, SharedServices.REVISION_KEY, workload, namespace);
            } catch (InvalidDescriptionException e) {
                throw new AbortException(e.problems().stream()
                        .map(problem -> workload.getName() + ": " + problem)
                        .collect(Collectors.joining(System.lineSeparator())));
            } catch (IllegalStateException e) {
                throw new AbortException(workload.getName() + ": secrets: " + e.getMessage());
            }
            secrets.put(workload.getName(), resolved);
        }
        return resolved;
    }

    /** @throws AbortException if a credential of a Secret cannot be used */
    List<HasMetadata> objects(DeploymentPlan plan, Workload workload) throws AbortException {
        return WorkloadRenderer.render(
                workload, plan.namespace(), secrets(workload, plan.namespace()).values());
    }

    /**
     * The objects of an application that were all applied before a restart. The rollout masks their values in messages
     * and logs, but does not apply them again.
     *
     * @param plan null if there is nothing to mask
     * @return empty if the objects are not known any more
     */
    List<HasMetadata> maskedObjects(DeploymentPlan plan, String name) {
        if (plan == null || !plan.hasSecrets()) {
            return List.of();
        }
        if (plan.manifests() != null) {
            return plan.manifests().objects();
        }
        try {
            List<HasMetadata> objects = new ArrayList<>();
            for (Workload workload : plan.workloads()) {
                if (workload.getName().equals(name)) {
                    objects.addAll(objects(plan, workload));
                }
            }
            return objects;
        } catch (AbortException | RuntimeException e) {
            // A rollout goes on waiting although a credential is deleted now. The old values are not known any more.
            LOGGER.log(Level.WARNING, "The values of the Secrets of a resumed deploy are not masked in its log", e);
            return List.of();
        }
    }

    /** The names of all workloads, in the order of the workload descriptions. */
    static List<String> workloadNames(DeploymentPlan plan, StepState state) {
        return plan == null
                ? state.started().stream().map(StartedRollout::workload).toList()
                : plan.names();
    }

    /**
     * Creates the exception for a deploy whose rollouts can be neither started nor resumed. This method also records
     * the reason in the build, with the progress that each rollout had made before the restart.
     *
     * @param plan the plan; null if all rollouts had been started before the restart
     */
    AbortException refused(DeploymentPlan plan, StepState state, String message) {
        AuditLog auditLog = new AuditLog(build, state.cluster(), null);
        List<RolloutGroup.RolloutHandle> handles = workloadNames(plan, state).stream()
                .map(name -> state.started(name)
                        .map(started -> RolloutGroup.abandoned(started, message))
                        .orElseGet(() -> RolloutGroup.refused(plan, name, message)))
                .map(RolloutGroup.RolloutHandle::finished)
                .toList();
        handles.stream()
                .map(RolloutGroup.RolloutHandle::current)
                // The line of a rollout that had ended before is in the log already.
                .filter(ended -> state.started(ended.workload())
                        .map(started -> started.result() == null)
                        .orElse(true))
                .forEach(ended -> audit(auditLog, ended));
        new RolloutGroup(handles, reporter(state)).results().join();
        return new AbortException(message);
    }

    static void audit(AuditLog auditLog, StartedRollout ended) {
        RolloutCheckpoint checkpoint = ended.checkpoint();
        auditLog.ended(
                checkpoint.namespace(),
                checkpoint.workload(),
                checkpoint.options().dryRun(),
                ended.result());
    }

    /**
     * Records with the job whether its applications are removed when it is deleted. A dry run and a stored revision change
     * nothing.
     *
     * @return a warning; empty for none
     * @throws AbortException if this cannot be recorded; the message is for users
     */
    Optional<String> recordRemoveOnDelete(DeployRequest request, DeploymentPlan plan) throws AbortException {
        if (request.options().dryRun() || request.revision() != null) {
            return Optional.empty();
        }
        List<ApplicationTarget> applications = plan.names().stream()
                .map(name -> new ApplicationTarget(
                        request.cluster(),
                        request.credentialsId(),
                        plan.namespace(),
                        name,
                        request.options().pruneKinds()))
                .toList();
        return RemoveOnDelete.record(build.getParent(), applications, request.removeOnDelete());
    }

    /**
     * Records why a step was refused before its workloads were known.
     *
     * @param message for users
     */
    public void recordRefusal(String message) {
        try {
            DeploymentsAction.addRefusal(build, message);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The build of a refused deploy could not be saved", e);
        }
    }
}
