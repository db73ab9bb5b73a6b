package io.jenkins.plugins.deployworkload.client.concurrent;

/** Starts virtual threads for asynchronous work. No thread is pooled, so nothing needs to be sized or closed. */
public final class VirtualThreads {

    private VirtualThreads() {}

    public static void start(Runnable task) {
        Thread.ofVirtual().name("deploy-workload").start(task);
    }
}
