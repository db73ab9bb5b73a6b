package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The way of one step from its beginning to its one end, however that comes about. Beginning (which reads files, builds' outputs
 * and credentials) has a thread of its own; while it waits no thread is held. It can be stopped at any time.
 */
final class Course {

    /** What hears of the end; exactly one of these is called, once. */
    interface End {
        /** @throws Exception with which the step then fails */
        void ended(List<DeployedWorkload> results) throws Exception;

        void failed(Throwable problem);

        /** @param cause with which somebody stopped it, whatever came of its beginning and its rollouts */
        void stopped(Throwable cause);
    }

    private final Callable<Deployments> beginning;
    private final Consumer<Deployments> begun;
    private final End end;
    private Thread thread;
    private Deployments running;
    private Throwable stopped;

    /**
     * @param beginning may be interrupted, and then starts nothing
     * @param begun told what runs, before any end
     */
    Course(Callable<Deployments> beginning, Consumer<Deployments> begun, End end) {
        this.beginning = beginning;
        this.begun = begun;
        this.end = end;
    }

    /** Returns at once. */
    synchronized void start() {
        thread = Thread.ofVirtual().name("deploy-workload").unstarted(this::run);
        if (stopped != null) {
            thread.interrupt();
        }
        thread.start();
    }

    /**
     * Ends it with this cause. What has not begun does not begin any more; what is applied stays, and is no longer waited for.
     */
    synchronized void stop(Throwable cause) {
        if (stopped == null) {
            stopped = cause;
        }
        if (running != null) {
            running.stop(Messages.Execution_Aborted());
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    /** Nobody would hear of what is not caught here, and the step would hang for ever. */
    private void run() {
        try {
            if (cause() != null) {
                throw new InterruptedException();
            }
            Deployments deployments = beginning.call();
            runs(deployments);
            begun.accept(deployments);
            deployments.results().whenComplete(this::over);
        } catch (Throwable problem) {
            over(null, problem);
        }
    }

    private synchronized void runs(Deployments deployments) {
        running = deployments;
        // An interruption was meant for the beginning, which is over.
        Thread.interrupted();
        if (stopped != null) {
            deployments.stop(Messages.Execution_Aborted());
        }
    }

    private synchronized Throwable cause() {
        return stopped;
    }

    private void over(List<DeployedWorkload> results, Throwable problem) {
        Throwable cause = cause();
        if (cause != null) {
            end.stopped(cause);
        } else if (problem != null) {
            end.failed(problem);
        } else {
            try {
                end.ended(results);
            } catch (Exception | LinkageError | AssertionError e) {
                end.failed(e);
            }
        }
    }
}
