package io.jenkins.plugins.deployworkload.rollout;

/** Tells a rollout and its rollback to stop. Thread-safe. */
final class AbortSignal {

    private volatile String reason;
    private volatile Runnable listener = () -> {};

    /** Calls the listener on the current thread before it returns. */
    void abort(String why) {
        reason = why;
        listener.run();
    }

    boolean isAborted() {
        return reason != null;
    }

    /** Why the rollout was aborted; {@code null} if it was not aborted. */
    String reason() {
        return reason;
    }

    /** Sets the listener. It also runs now if the rollout is already aborted. */
    void onAbort(Runnable newListener) {
        listener = newListener;
        if (isAborted()) {
            newListener.run();
        }
    }
}
