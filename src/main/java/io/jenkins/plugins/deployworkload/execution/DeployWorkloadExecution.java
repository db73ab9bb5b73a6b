package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.Summary;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A running {@code deployWorkload}. No thread is held while it waits. After a restart of the controller it goes on from what it
 * remembers: what was applied is waited for, what has ended stays so, and only the rest begins.
 */
public final class DeployWorkloadExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(DeployWorkloadExecution.class.getName());

    /** A {@link PendingStep}, encrypted; null once everything has begun, as nothing of it is needed any more. */
    private volatile String pendingStep;

    /** A {@link StepState}. */
    private volatile String state;

    private transient DeploymentTask task;

    private transient StepStatus status;

    /** What runs; null as long as it is not known. */
    private transient RolloutGroup rollouts;

    public DeployWorkloadExecution(StepContext context, DeployWorkloadStep step) {
        super(context);
        this.pendingStep = encrypted(new PendingStep(step, null));
        this.state = StepState.of(step).toJson();
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

    /** It is not kept over a restart. */
    private synchronized DeploymentTask task() {
        if (task == null) {
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
        StepState known = StepState.fromJson(state);
        DeploymentLauncher walk = new DeploymentLauncher(
                getContext().get(Run.class),
                getContext().get(TaskListener.class),
                name -> combined(status().listenerFor(name), this::onRolloutEvent));
        return walk.launch(pendingStep == null ? null : plan(walk), known);
    }

    private DeploymentPlan plan(DeploymentLauncher walk) throws IOException, InterruptedException {
        PendingStep known = decrypted(pendingStep);
        if (known.plan() != null) {
            return known.plan();
        }
        DeploymentPlan plan = planAsBuild(walk, known.step());
        // Once something has begun, files and other builds are not asked again: they may say something else by then.
        pendingStep = encrypted(new PendingStep(known.step(), plan));
        getContext().saveState();
        return plan;
    }

    /** What other jobs have may be read as far as this build may: the thread is nobody's. */
    @SuppressWarnings("try")
    private DeploymentPlan planAsBuild(DeploymentLauncher walk, DeployWorkloadStep step)
            throws IOException, InterruptedException {
        try (ACLContext build =
                ACL.as2(getContext().get(FlowNode.class).getExecution().getAuthentication2())) {
            return walk.plan(step, () -> getContext().get(FilePath.class));
        }
    }

    private static RolloutListener combined(RolloutListener one, RolloutListener other) {
        return event -> {
            one.on(event);
            other.on(event);
        };
    }

    private void onRolloutEvent(RolloutEvent event) {
        if (event instanceof RolloutEvent.Applied
                || event instanceof RolloutEvent.Waiting
                || event instanceof RolloutEvent.RollingBack) {
            checkpoint();
        }
    }

    private void launched(RolloutGroup deployments) {
        synchronized (this) {
            rollouts = deployments;
        }
        // All may have been applied before it was known here what runs.
        checkpoint();
        deployments.onEnd(this::checkpoint);
    }

    private synchronized void checkpoint() {
        if (rollouts == null) {
            return;
        }
        try {
            String before = state;
            state = StepState.fromJson(before).with(rollouts.started()).toJson();
            if (rollouts.allStarted()) {
                pendingStep = null;
            }
            if (!state.equals(before)) {
                getContext().saveState();
            }
        } catch (AbortException e) {
            LOGGER.log(Level.WARNING, "What was remembered of a deployment cannot be read", e);
        }
    }

    private static String encrypted(PendingStep description) {
        return Secret.fromString(description.toJson()).getEncryptedValue();
    }

    private static PendingStep decrypted(String text) throws AbortException {
        Secret secret = Secret.decrypt(text);
        if (secret == null) {
            throw new AbortException(Messages.StepState_Unreadable());
        }
        return PendingStep.fromJson(secret.getPlainText());
    }

    private final class TaskCallback implements DeploymentTask.Callback {

        @Override
        public void completed(List<DeployedWorkload> results) throws IOException, InterruptedException {
            StepOutcome ending =
                    StepOutcome.of(results, StepState.fromJson(state).buildResult());
            if (ending.result() == Result.FAILURE) {
                throw new AbortException(ending.message());
            }
            if (ending.result() == Result.UNSTABLE) {
                unstable(ending.message());
            }
            getContext().onSuccess(Summary.toMap(results));
        }

        @Override
        public void failed(Throwable problem) {
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

        /** The one exception that a build log shows without a stack trace. */
        private Throwable withoutStackTrace(Throwable problem) {
            if (problem instanceof AbortException) {
                return problem;
            }
            LOGGER.log(Level.WARNING, "A deployment broke", problem);
            return new AbortException(
                    Messages.DeployWorkloadExecution_InternalError(String.valueOf(problem.getMessage())));
        }

        /** As the step {@code unstable} does it: the stage shows it too, and the script goes on. */
        private void unstable(String message) throws IOException, InterruptedException {
            getContext().get(TaskListener.class).getLogger().println(message);
            getContext()
                    .get(FlowNode.class)
                    .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(message));
            getContext().get(Run.class).setResult(Result.UNSTABLE);
        }
    }
}
