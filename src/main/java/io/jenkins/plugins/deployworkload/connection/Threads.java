package io.jenkins.plugins.deployworkload.connection;

/** All work is done on virtual threads: none is kept, so there is nothing to size and nothing to close. */
final class Threads {

    private Threads() {}

    static void start(Runnable task) {
        Thread.ofVirtual().name("deploy-workload").start(task);
    }
}
