package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;

/** What happens to connections: TLS and HTTP/2 go through as they are. */
enum ConnectionFault implements Fault {
    CONNECTIONS_RESET(
            "All connections are reset, up to three times, and new connections are refused for up to four seconds.",
            "cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment site, Random random, int run) {
            TcpProxy wire = new TcpProxy(site.plane().server());
            Duration away = Duration.ofMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(4000));
            breakRepeatedly(wire, random, away, 1 + random.nextInt(3));
            return InjectedFault.of(site.connectTo(wire.server(), site.token()), away.isZero(), wire::close);
        }
    },
    NETWORK_STALLS("No data passes for 2 s or 32 s; then all of it passes.", "in time|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment site, Random random, int run) {
            TcpProxy wire = new TcpProxy(site.plane().server());
            wire.triggerAfter(random.nextInt(100_000), () -> {
                wire.hold();
                InjectedFault.later(site.stall(), wire::release);
            });
            return InjectedFault.of(site.connectTo(wire.server(), site.token()), site.isStallBrief(), wire::close);
        }
    },
    CONNECTIONS_FORGOTTEN(
            "Open connections carry no more data and do not end, as behind a firewall that has dropped their state; new"
                    + " connections work.",
            "in time|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment site, Random random, int run) {
            TcpProxy wire = new TcpProxy(site.plane().server());
            wire.triggerAfter(random.nextInt(100_000), wire::freeze);
            return InjectedFault.of(site.connectTo(wire.server(), site.token()), wire::close);
        }

        @Override
        public boolean isManualOnly() {
            return true;
        }
    },
    ACCOUNT_DELETED(
            "The ServiceAccount is deleted; ten seconds later the API server's token cache expires, and all connections are reset.",
            "HTTP 401") {
        @Override
        public InjectedFault inject(FaultEnvironment site, Random random, int run) {
            String account = "deleted-" + run;
            String token = site.accounts().withAllPermissions(account);
            TcpProxy wire = new TcpProxy(site.plane().server());
            wire.triggerAfter(
                    random.nextInt(60_000),
                    () -> Thread.ofVirtual().start(() -> {
                        wire.hold();
                        site.accounts().delete(account);
                        InjectedFault.later(TOKEN_CACHE, () -> {
                            wire.reset();
                            wire.release();
                        });
                    }));
            return InjectedFault.of(site.connectTo(wire.server(), token), wire::close);
        }

        @Override
        public boolean isManualOnly() {
            return true;
        }
    };

    /** How long the API server goes on taking a token that it has seen; it says so in no flag. */
    private static final Duration TOKEN_CACHE = Duration.ofMillis(10_500);

    private final String description;
    private final Pattern truthfulReason;

    ConnectionFault(String does, String said) {
        this.description = does;
        this.truthfulReason = Pattern.compile(said);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Pattern truthfulReason() {
        return truthfulReason;
    }

    private static void breakRepeatedly(TcpProxy wire, Random random, Duration away, int times) {
        wire.triggerAfter(random.nextInt(100_000), () -> {
            wire.refuse(!away.isZero());
            wire.reset();
            InjectedFault.later(away, () -> wire.refuse(false));
            if (times > 1) {
                breakRepeatedly(wire, random, away, times - 1);
            }
        });
    }
}
