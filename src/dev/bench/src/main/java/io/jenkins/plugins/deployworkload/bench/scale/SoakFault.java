package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.controlplane.Component;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.time.Duration;

/** The faults of the soak test. Each ends by itself. */
enum SoakFault {
    API_SERVER_RESTARTS("the API server is killed and starts again", null, Component.API_SERVER),
    API_SERVER_HANGS("the API server does not answer for five seconds", Component.API_SERVER, null),
    ETCD_HANGS("etcd does not answer for five seconds", Component.ETCD, null),
    CONTROLLERS_RESTART("the controller manager is killed and starts again", null, Component.CONTROLLER_MANAGER),
    SCHEDULER_RESTARTS("the scheduler is killed and starts again", null, Component.SCHEDULER),
    CONTROLLER_RESTARTS("the controller of Jenkins is killed, and another one resumes the deploys", null, null);

    private static final Duration HANG = Duration.ofSeconds(5);

    final String title;
    private final Component suspended;
    private final Component restarted;

    SoakFault(String title, Component suspended, Component restarted) {
        this.title = title;
        this.suspended = suspended;
        this.restarted = restarted;
    }

    /** @param restartJenkins starts a new process and kills the old one */
    void inject(ControlPlane controlPlane, Runnable restartJenkins) throws InterruptedException {
        if (suspended != null) {
            controlPlane.suspend(suspended);
            Thread.sleep(HANG);
            controlPlane.resume(suspended);
        } else if (restarted != null) {
            controlPlane.restart(restarted);
        } else {
            restartJenkins.run();
        }
    }
}
