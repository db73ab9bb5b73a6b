package io.jenkins.plugins.deployworkload.rollout;

/** Carries an interrupt from the method that waits to the method that ends the rollout. */
final class RolloutInterruptedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient RolloutThread.Interrupt interrupt;

    RolloutInterruptedException(RolloutThread.Interrupt interrupt) {
        super(interrupt.toString(), null, false, false);
        this.interrupt = interrupt;
    }

    RolloutThread.Interrupt interrupt() {
        return interrupt;
    }
}
