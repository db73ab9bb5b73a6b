package io.jenkins.plugins.deployworkload.controlplane;

/** The main class of a Java process that starts a plane, says so, and waits to be killed. */
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
