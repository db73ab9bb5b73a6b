package io.jenkins.plugins.deployworkload.controlplane;

/** A process that starts a control plane, prints its processes and directory, and waits to be killed. */
final class ControlPlaneMain {

    private ControlPlaneMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ControlPlane controlPlane = ControlPlane.start(Options.defaults());
        controlPlane.processes().forEach(process -> System.out.println("PID " + process.pid()));
        System.out.println("FOLDER " + controlPlane.directory());
        System.out.println("READY");
        Thread.currentThread().join();
    }
}
