package io.jenkins.plugins.deployworkload.execution.removal;

import hudson.AbortException;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.execution.ShutdownGate;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.report.JobDeployments;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.removal.ApplicationRemoval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * The execution of a {@code removeWorkload} step. It holds no thread while it waits. After a restart of the controller, it
 * starts the removal again, which then finds the objects that remain.
 */
public final class RemoveWorkloadExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(RemoveWorkloadExecution.class.getName());

    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);

    private final String cluster;
    private final String credentialsId;
    private final String namespace;
    private final String application;
    private final HashSet<String> pruneKinds;
    private final boolean dryRun;
    private final boolean adopt;
    private final String expectedPlan;

    /** In milliseconds since 1970. */
    private final long deadline;

    /** The labels of the objects to delete. Never changed but replaced, because Pipeline may save it at any time. */
    private volatile ArrayList<String> objects = new ArrayList<>();

    private transient ApplicationRemoval removal;
    private transient Throwable stopCause;
    private transient boolean saved;

    /**
     * @param adopt whether to remove the application of another owner too
     * @param expectedPlan the id of the list of objects that a dry run has shown; {@code null} for any list
     */
    public RemoveWorkloadExecution(
            StepContext context,
            ApplicationTarget target,
            boolean dryRun,
            boolean adopt,
            String expectedPlan,
            Duration timeout) {
        super(context);
        this.cluster = target.cluster();
        this.credentialsId = target.credentialsId();
        this.namespace = target.namespace();
        this.application = target.application();
        this.pruneKinds =
                new HashSet<>(target.pruneKinds().stream().map(PruneKind::name).toList());
        this.dryRun = dryRun;
        this.adopt = adopt;
        this.expectedPlan = expectedPlan;
        this.deadline = System.currentTimeMillis() + timeout.toMillis();
    }

    @Override
    public boolean start() {
        VirtualThreads.start(() -> launch(false));
        return false;
    }

    @Override
    public void onResume() {
        VirtualThreads.start(() -> launch(true));
    }

    @Override
    public void stop(Throwable cause) {
        ApplicationRemoval running;
        synchronized (this) {
            stopCause = stopCause == null ? cause : stopCause;
            running = removal;
        }
        if (running != null) {
            running.stop(Messages.RemoveWorkloadExecution_aborted());
        }
    }

    @Override
    public String getStatus() {
        return Messages.RemoveWorkloadExecution_status(application);
    }

    /** Catches everything, because the step would never end after an uncaught exception. */
    private void launch(boolean isResumed) {
        try {
            if (stopCause() != null) {
                failed(stopCause());
                return;
            }
            ApplicationRemoval started = launchRemoval(isResumed);
            synchronized (this) {
                removal = started;
            }
            if (stopCause() != null) {
                started.stop(Messages.RemoveWorkloadExecution_aborted());
            }
            started.result().thenAccept(result -> finished(started.namespace(), result));
        } catch (Throwable e) {
            failed(e);
        }
    }

    private synchronized Throwable stopCause() {
        return stopCause;
    }

    private ApplicationRemoval launchRemoval(boolean isResumed) throws Exception {
        Run<?, ?> build = getContext().get(Run.class);
        TaskListener log = getContext().get(TaskListener.class);
        Job<?, ?> job = build.getParent();
        if (!isResumed) {
            log.getLogger()
                    .println(
                            dryRun
                                    ? Messages.RemoveWorkloadExecution_dryRunStarted(application, cluster)
                                    : Messages.RemoveWorkloadExecution_started(application, cluster));
        }
        RolloutListener buildLog = BuildLog.ofRemoval(log);
        Duration timeout = Duration.ofMillis(deadline - System.currentTimeMillis());
        return new RemovalLauncher(
                        job,
                        target(),
                        (found, credential) -> ClusterAccess.connectionConfig(found, build, credential),
                        (found, target) -> new JobAccess(job, target)
                                .deployer(found, job.getFullName() + " #" + build.getNumber()),
                        account -> AuditLog.ofRemoval(build, cluster, account))
                .withAdopt(adopt)
                .withExpectedPlan(expectedPlan)
                .resumed(isResumed)
                .start(dryRun, timeout.compareTo(MIN_TIMEOUT) < 0 ? MIN_TIMEOUT : timeout, event -> {
                    ExtensionList.lookupSingleton(ShutdownGate.class).pass();
                    remember(event);
                    buildLog.on(event);
                });
    }

    private ApplicationTarget target() {
        Set<PruneKind> kinds = pruneKinds.stream().map(PruneKind::valueOf).collect(Collectors.toSet());
        return new ApplicationTarget(cluster, credentialsId, namespace, application, kinds);
    }

    /** A removal that starts again after a restart announces only the objects that remain. */
    private void remember(RolloutEvent event) {
        if (event instanceof RolloutEvent.WouldDelete deleted
                && !objects.contains(deleted.object().label())) {
            ArrayList<String> more = new ArrayList<>(objects);
            more.add(deleted.object().label());
            objects = more;
        } else if (event instanceof RolloutEvent.Deleted && !saved) {
            saved = true;
            getContext().saveState();
        }
    }

    private void finished(String usedNamespace, RolloutResult result) {
        ExtensionList.lookupSingleton(ShutdownGate.class).pass();
        record(usedNamespace, result);
        Throwable cause = stopCause();
        if (cause != null) {
            getContext().onFailure(cause);
        } else if (result.outcome() == Outcome.SUCCEEDED) {
            getContext().onSuccess(toMap(result));
        } else {
            getContext().onFailure(new AbortException(result.message()));
        }
    }

    private void record(String usedNamespace, RolloutResult result) {
        try {
            JobDeployments.recordRemoval(
                    getContext().get(Run.class), cluster, usedNamespace, application, dryRun, result);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            // The pages of the job are no reason to fail a removal.
            LOGGER.log(Level.WARNING, "A removal could not be added to the history of its job", e);
        }
    }

    private Map<String, Object> toMap(RolloutResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", application);
        map.put("cluster", cluster);
        map.put("outcome", result.outcome().name());
        map.put("message", result.message());
        map.put("dryRun", dryRun);
        map.put("seconds", result.duration().toSeconds());
        map.put("objects", new ArrayList<>(objects));
        if (dryRun) {
            map.put("planId", result.planId());
        }
        return map;
    }

    private void failed(Throwable problem) {
        ExtensionList.lookupSingleton(ShutdownGate.class).pass();
        Throwable cause = stopCause();
        if (cause != null || problem instanceof AbortException) {
            getContext().onFailure(cause == null ? problem : cause);
            return;
        }
        LOGGER.log(Level.WARNING, "A removal failed with an unexpected exception", problem);
        getContext()
                .onFailure(new AbortException(
                        Messages.RemoveWorkloadExecution_internalError(String.valueOf(problem.getMessage()))));
    }
}
