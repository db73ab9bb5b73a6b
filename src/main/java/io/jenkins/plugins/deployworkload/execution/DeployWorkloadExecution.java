package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.report.Summary;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * The execution of a {@code deployWorkload} step. The execution holds no thread while it waits. After a restart of the
 * controller, the execution resumes the rollouts that had applied an object. It keeps the results of ended
 * rollouts, and starts all other rollouts.
 */
public final class DeployWorkloadExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(DeployWorkloadExecution.class.getName());

    /** Limit of the wait until Pipeline has saved the state of the step. Pipeline first ends its present work. */
    private static final Duration SAVE_LIMIT = Duration.ofSeconds(30);

    /** The encrypted {@link PendingStep}; null once all rollouts have applied their objects. */
    private volatile String pendingStep;

    /**
     * The encrypted {@link PendingStep} of a step with Secrets once all rollouts have applied their objects, to mask the
     * values after a restart; null otherwise.
     */
    private volatile String maskedStep;

    /** The {@link StepState} as JSON. */
    private volatile String state;

    private transient DeploymentTask task;

    /** The gate of this Jenkins; null until {@link #task} is called. */
    private transient ShutdownGate gate;

    private transient StepStatus status;

    /** Whether the values of Secrets must be masked until the step ends. */
    private transient volatile boolean hasSecrets;

    /** The rollouts of the step; null until all rollouts have been launched. */
    private transient RolloutGroup rollouts;

    public DeployWorkloadExecution(StepContext context, DeployRequest request) {
        super(context);
        this.pendingStep = encrypted(new PendingStep(request, null));
        this.state = StepState.of(request).toJson();
    }

    @Override
    public boolean start() {
        task().start();
        return false;
    }

    @Override
    public void onResume() {
        task().start();
    }

    @Override
    public void stop(Throwable cause) {
        task().stop(cause);
    }

    @Override
    public String getStatus() {
        return status().text();
    }

    /** Creates the task on first use, because this transient field is null after a restart. */
    private synchronized DeploymentTask task() {
        if (task == null) {
            gate = ExtensionList.lookupSingleton(ShutdownGate.class);
            task = new DeploymentTask(this::launch, this::launched, new TaskCallback());
        }
        return task;
    }

    private synchronized StepStatus status() {
        if (status == null) {
            status = new StepStatus();
        }
        return status;
    }

    private RolloutGroup launch() throws IOException, InterruptedException {
        StepState saved = StepState.fromJson(state);
        TaskListener log = getContext().get(TaskListener.class);
        DeployContext deploy = new DeployContext(getContext().get(Run.class), log);
        DeploymentPlan plan = pendingStep == null ? null : plan(deploy);
        hasSecrets = plan != null && plan.hasSecrets();
        return new DeploymentLauncher(deploy, log, name -> listener(status().listenerFor(name)))
                .launch(plan, plan == null ? maskedPlan() : plan, saved);
    }

    /** A plan that another version of this plugin has written does not stop the step, which only waits. */
    private DeploymentPlan maskedPlan() {
        try {
            return maskedStep == null ? null : decrypted(maskedStep).plan();
        } catch (AbortException e) {
            LOGGER.log(Level.WARNING, "The values of the Secrets of a resumed deploy are not masked in its log", e);
            return null;
        }
    }

    private DeploymentPlan plan(DeployContext deploy) throws IOException, InterruptedException {
        PendingStep pending = decrypted(pendingStep);
        if (pending.plan() != null) {
            return pending.plan();
        }
        DeploymentPlan plan = planAsBuild(deploy, pending.request());
        // Save the plan before the first rollout starts, so that a step that is resumed after a restart does not read
        // files and other builds again. They may have changed.
        pendingStep = encrypted(new PendingStep(pending.request(), plan));
        awaitSaved(getContext().saveState());
        return plan;
    }

    /**
     * Creates the plan with the authentication of this build. The planner may have to read other jobs, but this thread
     * itself has no authentication.
     */
    @SuppressWarnings("try")
    private DeploymentPlan planAsBuild(DeployContext deploy, DeployRequest request)
            throws IOException, InterruptedException {
        try (ACLContext build =
                ACL.as2(getContext().get(FlowNode.class).getExecution().getAuthentication2())) {
            return new DeploymentPlanner(deploy, getContext().get(TaskListener.class))
                    .plan(request, () -> getContext().get(FilePath.class));
        }
    }

    /**
     * Saves the state before the rollout continues. The next writes of the rollout may presuppose the saved state: a
     * rollback that is not in the saved state would look like a change by another deploy after a restart.
     */
    private RolloutListener listener(RolloutListener statusListener) {
        return event -> {
            gate.pass();
            statusListener.on(event);
            if (event instanceof RolloutEvent.Applying
                    || event instanceof RolloutEvent.Applied
                    || event instanceof RolloutEvent.Waiting
                    || event instanceof RolloutEvent.RollingBack) {
                try {
                    awaitSaved(checkpoint());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** Waits until the state is saved. An error is only logged, because the state is needed only after a restart. */
    private void awaitSaved(Future<?> saved) throws InterruptedException {
        try {
            saved.get(SAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // While Jenkins shuts down, a Pipeline refuses to save its state.
            gate.pass();
            LOGGER.log(Level.WARNING, "The state of a deploy could not be saved", e);
        }
    }

    private void launched(RolloutGroup launched) {
        synchronized (this) {
            rollouts = launched;
        }
        // Save a checkpoint now, because events that rollouts reported before the field was set have saved no
        // checkpoint.
        checkpoint();
        launched.onEnd(this::checkpoint);
    }

    /** @return completes when the state is saved; the caller must not wait with a lock on this execution */
    private Future<?> checkpoint() {
        // Pipeline may block while it takes the order to save, so this thread holds no lock then.
        return updateState() ? getContext().saveState() : CompletableFuture.completedFuture(null);
    }

    /** Returns whether the state has changed and must be saved. */
    private synchronized boolean updateState() {
        if (rollouts == null) {
            return false;
        }
        try {
            String before = state;
            state = StepState.fromJson(before).with(rollouts.started()).toJson();
            if (rollouts.allApplied()) {
                maskedStep = hasSecrets && pendingStep != null ? pendingStep : maskedStep;
                pendingStep = null;
            }
            return !state.equals(before);
        } catch (AbortException e) {
            LOGGER.log(Level.WARNING, "The saved state of a deploy cannot be read", e);
            return false;
        }
    }

    private static String encrypted(PendingStep pending) {
        return Secret.fromString(pending.toJson()).getEncryptedValue();
    }

    private static PendingStep decrypted(String text) throws AbortException {
        Secret secret = Secret.decrypt(text);
        if (secret == null) {
            throw new AbortException(Messages.StepState_unreadable());
        }
        return PendingStep.fromJson(secret.getPlainText());
    }

    private final class TaskCallback implements DeploymentTask.Callback {

        @Override
        public void completed(List<DeployedWorkload> results) throws IOException, InterruptedException {
            gate.pass();
            StepOutcome outcome =
                    StepOutcome.of(results, StepState.fromJson(state).buildResult());
            if (outcome.result() == Result.FAILURE) {
                throw new AbortException(outcome.message());
            }
            if (outcome.result() == Result.UNSTABLE) {
                unstable(outcome.message());
            }
            Run<?, ?> build = getContext().get(Run.class);
            getContext()
                    .onSuccess(Summary.toMap(
                            results,
                            workload -> workload.isDryRun() ? DeploymentsAction.progress(build, workload) : null));
        }

        @Override
        public void failed(Throwable problem) {
            // A shutdown of Jenkins closes the channels to agents, which fails a launch that reads files.
            gate.pass();
            getContext()
                    .onFailure(
                            problem instanceof IOException || problem instanceof RuntimeException
                                    ? withoutStackTrace(problem)
                                    : problem);
        }

        @Override
        public void stopped(Throwable cause) {
            getContext().onFailure(cause);
        }

        /**
         * Converts an unexpected exception to an {@link AbortException}, which Pipeline logs without its stack trace.
         * The system log contains the stack trace.
         */
        private Throwable withoutStackTrace(Throwable problem) {
            if (problem instanceof AbortException) {
                return problem;
            }
            LOGGER.log(Level.WARNING, "A deploy failed with an unexpected exception", problem);
            return new AbortException(
                    Messages.DeployWorkloadExecution_internalError(String.valueOf(problem.getMessage())));
        }

        /** Marks the build and the stage unstable, like the Pipeline step {@code unstable}. The script continues. */
        private void unstable(String message) throws IOException, InterruptedException {
            getContext().get(TaskListener.class).getLogger().println(message);
            getContext()
                    .get(FlowNode.class)
                    .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(message));
            getContext().get(Run.class).setResult(Result.UNSTABLE);
        }
    }
}
