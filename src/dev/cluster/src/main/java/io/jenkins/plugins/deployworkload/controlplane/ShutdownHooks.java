package io.jenkins.plugins.deployworkload.controlplane;

/** Removal of JVM shutdown hooks. */
final class ShutdownHooks {

    private ShutdownHooks() {}

    /** Removes a hook, unless the JVM is already running it. */
    static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The JVM is already running the hook. This does no harm, because the hook is idempotent.
        }
    }
}
