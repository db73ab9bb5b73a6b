package io.jenkins.plugins.deployworkload.client.concurrent;

/** All work is done on virtual threads: none is kept, so there is nothing to size and nothing to close. */
public final class VirtualThreads {

    private VirtualThreads() {}

    public static void start(Runnable task) {
        Thread.ofVirtual().name("deploy-workload").start(task);
    }
}
