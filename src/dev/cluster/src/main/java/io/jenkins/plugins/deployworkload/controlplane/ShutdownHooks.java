package io.jenkins.plugins.deployworkload.controlplane;

final class ShutdownHooks {

    private ShutdownHooks() {}

    /** Removes a hook that has become needless, unless Java is running it just now. */
    static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // It runs, and does what is done already.
        }
    }
}
