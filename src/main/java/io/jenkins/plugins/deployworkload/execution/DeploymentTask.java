package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.Messages;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The way of one step from its beginning to its one end, however that comes about. Beginning (which reads files, builds' outputs
 * and credentials) has a thread of its own; while it waits no thread is held. It can be stopped at any time.
 */
final class DeploymentTask {

    /** What hears of the end; exactly one of these is called, once. */
    interface Callback {
        /** @throws Exception with which the step then fails */
        void completed(List<DeployedWorkload> results) throws Exception;

        void failed(Throwable problem);

        /** @param cause with which somebody stopped it, whatever came of its beginning and its rollouts */
        void stopped(Throwable cause);
    }

    private final Callable<RolloutGroup> launch;
    private final Consumer<RolloutGroup> onLaunched;
    private final Callback callback;
    private Thread thread;
    private RolloutGroup rollouts;
    private Throwable stopCause;

    /**
     * @param beginning may be interrupted, and then starts nothing
     * @param begun told what runs, before any end
     */
    DeploymentTask(Callable<RolloutGroup> beginning, Consumer<RolloutGroup> begun, Callback end) {
        this.launch = beginning;
        this.onLaunched = begun;
        this.callback = end;
    }

    /** Returns at once. */
    synchronized void start() {
        thread = Thread.ofVirtual().name("deploy-workload").unstarted(this::run);
        if (stopCause != null) {
            thread.interrupt();
        }
        thread.start();
    }

    /**
     * Ends it with this cause. What has not begun does not begin any more; what is applied stays, and is no longer waited for.
     */
    synchronized void stop(Throwable cause) {
        if (stopCause == null) {
            stopCause = cause;
        }
        if (rollouts != null) {
            rollouts.stop(Messages.RolloutGroup_Aborted());
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    /** Nobody would hear of what is not caught here, and the step would hang for ever. */
    private void run() {
        try {
            if (stopCause() != null) {
                throw new InterruptedException();
            }
            RolloutGroup deployments = launch.call();
            launched(deployments);
            onLaunched.accept(deployments);
            deployments.results().whenComplete(this::finished);
        } catch (Throwable problem) {
            finished(null, problem);
        }
    }

    private synchronized void launched(RolloutGroup deployments) {
        rollouts = deployments;
        // An interruption was meant for the beginning, which is over.
        Thread.interrupted();
        if (stopCause != null) {
            deployments.stop(Messages.RolloutGroup_Aborted());
        }
    }

    private synchronized Throwable stopCause() {
        return stopCause;
    }

    private void finished(List<DeployedWorkload> results, Throwable problem) {
        Throwable cause = stopCause();
        if (cause != null) {
            callback.stopped(cause);
        } else if (problem != null) {
            callback.failed(problem);
        } else {
            try {
                callback.completed(results);
            } catch (Exception | LinkageError | AssertionError e) {
                callback.failed(e);
            }
        }
    }
}
