package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.Summary;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
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
final class DeployWorkloadExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(DeployWorkloadExecution.class.getName());

    /** A {@link StepDescription}, encrypted; null once everything has begun, as nothing of it is needed any more. */
    private volatile String description;

    /** A {@link StepMemory}. */
    private volatile String memory;

    private transient Course course;

    private transient StepStatus status;

    /** What runs; null as long as it is not known. */
    private transient Deployments running;

    DeployWorkloadExecution(StepContext context, DeployWorkloadStep step) {
        super(context);
        this.description = encrypted(new StepDescription(step, null));
        this.memory = StepMemory.of(step).toJson();
    }

    @Override
    public boolean start() {
        course().start();
        return false;
    }

    @Override
    public void onResume() {
        course().start();
    }

    @Override
    public void stop(Throwable cause) {
        course().stop(cause);
    }

    @Override
    public String getStatus() {
        return status().text();
    }

    /** It is not kept over a restart. */
    private synchronized Course course() {
        if (course == null) {
            course = new Course(this::begin, this::runs, new End());
        }
        return course;
    }

    private synchronized StepStatus status() {
        if (status == null) {
            status = new StepStatus();
        }
        return status;
    }

    private Deployments begin() throws IOException, InterruptedException {
        StepMemory known = StepMemory.fromJson(memory);
        Walk walk = new Walk(
                getContext().get(Run.class),
                getContext().get(TaskListener.class),
                name -> both(status().of(name), this::note));
        return walk.begin(description == null ? null : plan(walk), known);
    }

    private Plan plan(Walk walk) throws IOException, InterruptedException {
        StepDescription known = decrypted(description);
        if (known.plan() != null) {
            return known.plan();
        }
        Plan plan = asTheBuild(walk, known.step());
        // Once something has begun, files and other builds are not asked again: they may say something else by then.
        description = encrypted(new StepDescription(known.step(), plan));
        getContext().saveState();
        return plan;
    }

    /** What other jobs have may be read as far as this build may: the thread is nobody's. */
    @SuppressWarnings("try")
    private Plan asTheBuild(Walk walk, DeployWorkloadStep step) throws IOException, InterruptedException {
        try (ACLContext build =
                ACL.as2(getContext().get(FlowNode.class).getExecution().getAuthentication2())) {
            return walk.plan(step, () -> getContext().get(FilePath.class));
        }
    }

    private static RolloutListener both(RolloutListener one, RolloutListener other) {
        return event -> {
            one.on(event);
            other.on(event);
        };
    }

    private void note(RolloutEvent event) {
        if (event instanceof RolloutEvent.Applied
                || event instanceof RolloutEvent.Watching
                || event instanceof RolloutEvent.RollingBack) {
            remember();
        }
    }

    private void runs(Deployments deployments) {
        synchronized (this) {
            running = deployments;
        }
        // All may have been applied before it was known here what runs.
        remember();
        deployments.onEnd(this::remember);
    }

    private synchronized void remember() {
        if (running == null) {
            return;
        }
        try {
            String before = memory;
            memory = StepMemory.fromJson(before).with(running.begun()).toJson();
            if (running.allBegun()) {
                description = null;
            }
            if (!memory.equals(before)) {
                getContext().saveState();
            }
        } catch (AbortException e) {
            LOGGER.log(Level.WARNING, "What was remembered of a deployment cannot be read", e);
        }
    }

    private static String encrypted(StepDescription description) {
        return Secret.fromString(description.toJson()).getEncryptedValue();
    }

    private static StepDescription decrypted(String text) throws AbortException {
        Secret secret = Secret.decrypt(text);
        if (secret == null) {
            throw new AbortException(Messages.StepMemory_Unreadable());
        }
        return StepDescription.fromJson(secret.getPlainText());
    }

    private final class End implements Course.End {

        @Override
        public void ended(List<DeployedWorkload> results) throws IOException, InterruptedException {
            Ending ending = Ending.of(results, StepMemory.fromJson(memory).buildResult());
            if (ending.result() == Result.FAILURE) {
                throw new AbortException(ending.message());
            }
            if (ending.result() == Result.UNSTABLE) {
                unstable(ending.message());
            }
            getContext().onSuccess(Summary.map(results));
        }

        @Override
        public void failed(Throwable problem) {
            getContext()
                    .onFailure(
                            problem instanceof IOException || problem instanceof RuntimeException
                                    ? told(problem)
                                    : problem);
        }

        @Override
        public void stopped(Throwable cause) {
            getContext().onFailure(cause);
        }

        /** The one exception that a build log shows without a stack trace. */
        private Throwable told(Throwable problem) {
            if (problem instanceof AbortException) {
                return problem;
            }
            LOGGER.log(Level.WARNING, "A deployment broke", problem);
            return new AbortException(Messages.Execution_Broken(String.valueOf(problem.getMessage())));
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
