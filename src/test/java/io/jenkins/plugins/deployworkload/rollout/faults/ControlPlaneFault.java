package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.controlplane.Component;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Faults of the control plane, which affect all rollouts at once. */
enum ControlPlaneFault implements Fault {
    API_SERVER_KILLED(
            "The API server is killed, stays down for up to five seconds, and starts again.",
            "cannot be reached|broke|in time|HTTP 50") {
        @Override
        void runOutage(FaultEnvironment environment, Random random) throws InterruptedException {
            environment.controlPlane().kill(Component.API_SERVER);
            Thread.sleep(random.nextInt(5000));
            environment.controlPlane().restart(Component.API_SERVER);
        }
    },
    API_SERVER_RESTARTED(
            "The API server receives SIGTERM, closes its watches, and starts again.",
            "cannot be reached|broke|in time|HTTP 50") {
        @Override
        void runOutage(FaultEnvironment environment, Random random) {
            ControlPlane controlPlane = environment.controlPlane();
            ProcessHandle server = controlPlane.process(Component.API_SERVER);
            server.destroy();
            // A graceful shutdown can take long. Like the kubelet, kill the API server if it does not exit in time.
            CompletableFuture<?> ended =
                    server.onExit().completeOnTimeout(server, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            ended.join();
            controlPlane.restart(Component.API_SERVER);
        }
    },
    ETCD_STOPPED(
            "etcd is stopped (SIGSTOP) for 2 s or 10 s, and continues.",
            "cannot be reached|broke|in time|HTTP 50|HTTP 429|etcdserver") {
        @Override
        void runOutage(FaultEnvironment environment, Random random) throws InterruptedException {
            environment.controlPlane().suspend(Component.ETCD);
            Thread.sleep(Math.min(LONGEST_HANG.toMillis(), environment.stall().toMillis()));
            environment.controlPlane().resume(Component.ETCD);
        }
    };

    /**
     * A timeout is a truthful report too: the fault also affects kwok, and if kwok does not recover, no pod becomes
     * ready.
     */
    private static final String TIMED_OUT = "Not healthy within";

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_HANG = Duration.ofSeconds(10);

    private final String description;
    private final Pattern truthfulReason;

    ControlPlaneFault(String description, String truthfulReason) {
        this.description = description;
        this.truthfulReason = Pattern.compile(truthfulReason + "|" + TIMED_OUT);
    }

    /** Causes the outage, and returns when the control plane runs again. */
    abstract void runOutage(FaultEnvironment environment, Random random) throws InterruptedException;

    @Override
    public String description() {
        return description;
    }

    @Override
    public Pattern truthfulReason() {
        return truthfulReason;
    }

    /** Injects nothing into the single rollout. {@link #runOutage} affects the whole control plane instead. */
    @Override
    public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
        return InjectedFault.of(environment.directConnection(), () -> {});
    }

    @Override
    public boolean isOutage() {
        return true;
    }
}
