package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Runs one step and reports exactly one outcome. The launch runs on its own virtual thread, because it reads files,
 * build outputs and credentials. After the launch, no thread waits for the rollouts. The task can be stopped at any
 * time.
 */
final class DeploymentTask {

    /** Receives the outcome. The task calls exactly one method of this interface, and only once. */
    interface Callback {
        /**
         * @throws Exception if the step fails because of the results; the task then passes the exception to
         *     {@link #failed}
         */
        void completed(List<DeployedWorkload> results) throws Exception;

        void failed(Throwable problem);

        /** @param cause the cause that was passed to {@link DeploymentTask#stop} */
        void stopped(Throwable cause);
    }

    private final Callable<RolloutGroup> launch;
    private final Consumer<RolloutGroup> onLaunched;
    private final Callback callback;
    private Thread thread;
    private RolloutGroup rollouts;
    private Throwable stopCause;

    /**
     * @param launch     starts the rollouts; if its thread is interrupted, it starts no rollout
     * @param onLaunched receives the rollouts after the launch and before the callback is called
     */
    DeploymentTask(Callable<RolloutGroup> launch, Consumer<RolloutGroup> onLaunched, Callback callback) {
        this.launch = launch;
        this.onLaunched = onLaunched;
        this.callback = callback;
    }

    /** Starts the launch on another thread, and returns at once. */
    synchronized void start() {
        thread = Thread.ofVirtual().name("deploy-workload").unstarted(this::run);
        if (stopCause != null) {
            thread.interrupt();
        }
        thread.start();
    }

    /** Stops the launch, or the wait for the rollouts after the launch. Applied objects stay in the cluster. */
    synchronized void stop(Throwable cause) {
        if (stopCause == null) {
            stopCause = cause;
        }
        if (rollouts != null) {
            rollouts.abort();
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    /** Runs the launch. Every exception is caught, because the step would never end after an uncaught exception. */
    private void run() {
        try {
            if (stopCause() != null) {
                throw new InterruptedException();
            }
            RolloutGroup group = launch.call();
            launched(group);
            onLaunched.accept(group);
            group.results().whenComplete(this::finished);
        } catch (Throwable problem) {
            finished(null, problem);
        }
    }

    private synchronized void launched(RolloutGroup launched) {
        rollouts = launched;
        // Clear the interrupt of stop(). The interrupt was meant for the launch, and the launch has ended.
        Thread.interrupted();
        if (stopCause != null) {
            launched.abort();
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
