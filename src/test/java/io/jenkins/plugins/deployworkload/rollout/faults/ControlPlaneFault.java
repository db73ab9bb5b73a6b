package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.controlplane.Component;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What happens to the control plane itself, and so to all rollouts at once. */
enum ControlPlaneFault implements Fault {
    API_SERVER_KILLED(
            "The API server is killed, stays down for up to five seconds, and starts again.",
            "cannot be reached|broke|in time|HTTP 50") {
        @Override
        void outage(FaultEnvironment site, Random random) throws InterruptedException {
            site.plane().kill(Component.API_SERVER);
            Thread.sleep(random.nextInt(5000));
            site.plane().restart(Component.API_SERVER);
        }
    },
    API_SERVER_RESTARTED(
            "The API server receives SIGTERM, closes its watches, and starts again.",
            "cannot be reached|broke|in time|HTTP 50") {
        @Override
        void outage(FaultEnvironment site, Random random) {
            ControlPlane plane = site.plane();
            ProcessHandle server = plane.process(Component.API_SERVER);
            server.destroy();
            // Whoever deploys through an operator's upgrade sees it give up after a while, too.
            CompletableFuture<?> ended =
                    server.onExit().completeOnTimeout(server, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            ended.join();
            plane.restart(Component.API_SERVER);
        }
    },
    ETCD_STOPPED(
            "etcd is stopped (SIGSTOP) for 2 s or 10 s, and continues.",
            "cannot be reached|broke|in time|HTTP 50|HTTP 429|etcdserver") {
        @Override
        void outage(FaultEnvironment site, Random random) throws InterruptedException {
            site.plane().suspend(Component.ETCD);
            Thread.sleep(Math.min(LONGEST_HANG.toMillis(), site.stall().toMillis()));
            site.plane().resume(Component.ETCD);
        }
    };

    /** The nodes suffer too, and what plays them does not always go on: then the workload truly does not come to its end. */
    private static final String TIMED_OUT = "Not done within";

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_HANG = Duration.ofSeconds(10);

    private final String description;
    private final Pattern truthfulReason;

    ControlPlaneFault(String does, String said) {
        this.description = does;
        this.truthfulReason = Pattern.compile(said + "|" + TIMED_OUT);
    }

    /** What happens to the whole control plane; returns when it is over. */
    abstract void outage(FaultEnvironment site, Random random) throws InterruptedException;

    @Override
    public String description() {
        return description;
    }

    @Override
    public Pattern truthfulReason() {
        return truthfulReason;
    }

    /** Nothing for a single rollout. */
    @Override
    public InjectedFault inject(FaultEnvironment site, Random random, int run) {
        return InjectedFault.of(site.directConnection(), () -> {});
    }

    @Override
    public boolean isOutage() {
        return true;
    }
}
