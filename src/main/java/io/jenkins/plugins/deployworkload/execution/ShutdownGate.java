package io.jenkins.plugins.deployworkload.execution;

import hudson.Extension;
import hudson.model.listeners.ItemListener;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops the rollouts of Pipeline steps while Jenkins shuts down. A step continues after the restart from its last saved
 * state, so a rollout must not go on after Jenkins has saved that state.
 */
@Extension
public final class ShutdownGate extends ItemListener {

    private volatile boolean closed;

    /** Called before Jenkins saves the running Pipelines. */
    @Override
    public void onBeforeShutdown() {
        closed = true;
    }

    /**
     * Returns at once while Jenkins runs. During a shutdown, this method never returns. Call this method only on virtual
     * threads, which end with the process.
     */
    public void pass() {
        while (closed) {
            // The thread may be interrupted, and an interrupted thread would not park.
            Thread.interrupted();
            LockSupport.park();
        }
    }
}
