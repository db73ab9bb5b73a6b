package io.jenkins.plugins.deployworkload.controlplane;

/** A process that starts a control plane, prints its processes and directory, and waits to be killed. */
final class ControlPlaneMain {

    private ControlPlaneMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ControlPlane plane = ControlPlane.start(Options.defaults());
        plane.processes().forEach(process -> System.out.println("PID " + process.pid()));
        System.out.println("FOLDER " + plane.directory());
        System.out.println("READY");
        Thread.currentThread().join();
    }
}
