package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.Summary;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A running {@code deployWorkload}. No thread is held while it waits; after a restart of the controller it goes on from
 * what it remembers, or begins again where not everything was applied yet (applying the same twice changes nothing).
 */
final class DeployWorkloadExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(DeployWorkloadExecution.class.getName());

    /** The step's arguments, as they are written: small, and readable by later versions. */
    private final String arguments;

    /** What a restarted controller needs to go on waiting; null until everything was applied. */
    private volatile String memory;

    private volatile String status;

    private transient Deployments running;

    private transient Throwable stopped;

    DeployWorkloadExecution(StepContext context, DeployWorkloadStep step) {
        super(context);
        this.arguments = StepMemory.write(step);
    }

    @Override
    public boolean start() {
        Thread.startVirtualThread(this::run);
        return false;
    }

    @Override
    public void onResume() {
        Thread.startVirtualThread(this::run);
    }

    /** On a thread of its own: reading files and credentials must not hold up the Pipeline's. */
    private void run() {
        try {
            Deployments deployments = begin();
            synchronized (this) {
                running = deployments;
                if (stopped != null) {
                    deployments.stop(Messages.Execution_Aborted());
                }
            }
            // All may have been applied before it was known here what runs.
            remember();
            deployments.results().thenAccept(this::ended);
        } catch (AbortException e) {
            getContext().onFailure(e);
        } catch (InvalidDescriptionException e) {
            getContext().onFailure(new AbortException(e.getMessage()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "A deployment could not begin", e);
            getContext().onFailure(new AbortException(Messages.Execution_Broken(String.valueOf(e.getMessage()))));
        }
    }

    @SuppressWarnings("try")
    private Deployments begin() throws IOException, InterruptedException, InvalidDescriptionException {
        DeployWorkloadStep step = StepMemory.readStep(arguments);
        Run<?, ?> build = getContext().get(Run.class);
        TaskListener log = getContext().get(TaskListener.class);
        RolloutListener listener = new BuildLog(build, log).andThen(this::note);
        if (memory != null) {
            return Walk.resume(step, StepMemory.readRollouts(memory), build, listener);
        }
        // What other jobs have may be read as far as this build may: the thread is nobody's.
        try (ACLContext asTheBuild =
                ACL.as2(getContext().get(FlowNode.class).getExecution().getAuthentication2())) {
            return Walk.start(step, build, getContext().get(FilePath.class), log, listener);
        }
    }

    private void note(RolloutEvent event) {
        if (event instanceof RolloutEvent.Progress progress) {
            status = progress.object().label() + ": " + progress.message();
        } else if (event instanceof RolloutEvent.Watching || event instanceof RolloutEvent.RollingBack) {
            remember();
        }
    }

    private synchronized void remember() {
        // Once all was applied, each later state counts: a rollback under way is gone on with, not begun anew.
        if (running != null && (memory != null || running.applied())) {
            memory = StepMemory.write(running.memories());
            getContext().saveState();
        }
    }

    private void ended(List<DeployedWorkload> results) {
        Throwable cause;
        synchronized (this) {
            cause = stopped;
        }
        if (cause != null) {
            getContext().onFailure(cause);
            return;
        }
        try {
            Ending ending = Ending.of(results, StepMemory.readStep(arguments).getBuildResult());
            if (ending.result() == Result.FAILURE) {
                throw new AbortException(ending.message());
            }
            if (ending.result() == Result.UNSTABLE) {
                unstable(ending.message());
            }
            getContext().onSuccess(Summary.map(results));
        } catch (IOException | InterruptedException | InvalidDescriptionException e) {
            getContext().onFailure(e);
        }
    }

    /** As the step {@code unstable} does it: the stage shows it too, and the script goes on. */
    private void unstable(String message) throws IOException, InterruptedException {
        getContext().get(TaskListener.class).getLogger().println(message);
        getContext().get(FlowNode.class).addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(message));
        getContext().get(Run.class).setResult(Result.UNSTABLE);
    }

    @Override
    public void stop(Throwable cause) {
        synchronized (this) {
            stopped = cause;
            if (running != null) {
                running.stop(Messages.Execution_Aborted());
            }
        }
    }

    @Override
    public String getStatus() {
        return status;
    }
}
