package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.controlplane.Component;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What happens to the control plane itself, and so to all rollouts at once. */
enum PlaneCell implements Cell {
    API_SERVER_KILLED(
            "The API server is killed, stays away for up to five seconds, and starts again.",
            "cannot be reached|broke|in time|HTTP 50") {
        @Override
        void outage(Site site, Random random) throws InterruptedException {
            site.plane().kill(Component.API_SERVER);
            Thread.sleep(random.nextInt(5000));
            site.plane().restart(Component.API_SERVER);
        }
    },
    API_SERVER_RESTARTED(
            "The API server is told to end (SIGTERM), ends its watches in good order, and starts again.",
            "cannot be reached|broke|in time|HTTP 50") {
        @Override
        void outage(Site site, Random random) {
            ControlPlane plane = site.plane();
            ProcessHandle server = plane.process(Component.API_SERVER);
            server.destroy();
            // Whoever deploys through an operator's upgrade sees it give up after a while, too.
            CompletableFuture<?> ended =
                    server.onExit().completeOnTimeout(server, END.toMillis(), TimeUnit.MILLISECONDS);
            ended.join();
            plane.restart(Component.API_SERVER);
        }
    },
    ETCD_STOPPED(
            "etcd hangs (SIGSTOP) for 2 s or 10 s, and goes on.",
            "cannot be reached|broke|in time|HTTP 50|HTTP 429|etcdserver") {
        @Override
        void outage(Site site, Random random) throws InterruptedException {
            site.plane().suspend(Component.ETCD);
            Thread.sleep(Math.min(LONGEST_HANG.toMillis(), site.stall().toMillis()));
            site.plane().resume(Component.ETCD);
        }
    };

    /** The nodes suffer too, and what plays them does not always go on: then the workload truly does not come to its end. */
    private static final String NOT_DONE = "Not done within";

    private static final Duration END = Duration.ofSeconds(5);
    private static final Duration LONGEST_HANG = Duration.ofSeconds(10);

    private final String does;
    private final Pattern said;

    PlaneCell(String does, String said) {
        this.does = does;
        this.said = Pattern.compile(said + "|" + NOT_DONE);
    }

    /** What happens to the whole control plane; returns when it is over. */
    abstract void outage(Site site, Random random) throws InterruptedException;

    @Override
    public String does() {
        return does;
    }

    @Override
    public Pattern said() {
        return said;
    }

    /** Nothing for a single rollout. */
    @Override
    public Trouble open(Site site, Random random, int run) {
        return Trouble.of(site.direct(), () -> {});
    }

    @Override
    public boolean isOutage() {
        return true;
    }
}
