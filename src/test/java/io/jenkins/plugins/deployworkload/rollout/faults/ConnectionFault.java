package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;

/** Faults of TCP connections. TLS passes through unchanged. */
enum ConnectionFault implements Fault {
    CONNECTIONS_RESET(
            "All connections are reset, up to three times, and new connections are refused for up to four "
                    + "seconds.",
            "cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            TcpProxy proxy = new TcpProxy(environment.controlPlane().server());
            Duration downtime = Duration.ofMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(4000));
            breakRepeatedly(proxy, random, downtime, 1 + random.nextInt(3));
            return InjectedFault.of(
                    environment.connectTo(proxy.server(), environment.token()), downtime.isZero(), proxy::close);
        }
    },
    NETWORK_STALLS("No data passes for 2 s or 32 s; then all of it passes.", "in time|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            TcpProxy proxy = new TcpProxy(environment.controlPlane().server());
            proxy.triggerAfter(random.nextInt(100_000), () -> {
                proxy.hold();
                InjectedFault.later(environment.stall(), proxy::release);
            });
            return InjectedFault.of(
                    environment.connectTo(proxy.server(), environment.token()),
                    environment.isStallBrief(),
                    proxy::close);
        }
    },
    CONNECTIONS_FORGOTTEN(
            "Open connections carry no more data and do not end, as behind a firewall that has dropped their "
                    + "state; new connections work.",
            "in time|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            TcpProxy proxy = new TcpProxy(environment.controlPlane().server());
            proxy.triggerAfter(random.nextInt(100_000), proxy::freeze);
            return InjectedFault.of(environment.connectTo(proxy.server(), environment.token()), proxy::close);
        }

        /** Longer than the 150 seconds after which the client gives up a watch without data. */
        @Override
        public Duration timeout() {
            return Duration.ofSeconds(220);
        }

        @Override
        public boolean isManualOnly() {
            return true;
        }
    },
    ACCOUNT_DELETED(
            "The ServiceAccount is deleted; ten seconds later the API server's token cache expires, and all "
                    + "connections are reset.",
            "HTTP 401") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            String account = "deleted-" + run;
            String token = environment.accounts().withAllPermissions(account);
            TcpProxy proxy = new TcpProxy(environment.controlPlane().server());
            proxy.triggerAfter(
                    random.nextInt(60_000),
                    () -> Thread.ofVirtual().start(() -> {
                        proxy.hold();
                        environment.accounts().delete(account);
                        InjectedFault.later(TOKEN_CACHE, () -> {
                            proxy.reset();
                            proxy.release();
                        });
                    }));
            return InjectedFault.of(environment.connectTo(proxy.server(), token), proxy::close);
        }

        @Override
        public boolean isManualOnly() {
            return true;
        }
    };

    /**
     * A revoked token stays valid for this time, because the API server caches a successful token authentication for 10
     * s. The API server has no flag to change this duration.
     */
    private static final Duration TOKEN_CACHE = Duration.ofMillis(10_500);

    private final String description;
    private final Pattern truthfulReason;

    ConnectionFault(String description, String truthfulReason) {
        this.description = description;
        this.truthfulReason = Pattern.compile(truthfulReason);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Pattern truthfulReason() {
        return truthfulReason;
    }

    private static void breakRepeatedly(TcpProxy proxy, Random random, Duration downtime, int times) {
        proxy.triggerAfter(random.nextInt(100_000), () -> {
            proxy.refuse(!downtime.isZero());
            proxy.reset();
            InjectedFault.later(downtime, () -> proxy.refuse(false));
            if (times > 1) {
                breakRepeatedly(proxy, random, downtime, times - 1);
            }
        });
    }
}
