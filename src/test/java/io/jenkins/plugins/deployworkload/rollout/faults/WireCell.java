package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;

/** What happens to connections: TLS and HTTP/2 go through as they are. */
enum WireCell implements Cell {
    CONNECTIONS_RESET(
            "All connections break, up to three times, and for up to four seconds nothing accepts new ones.",
            "cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            Wire wire = new Wire(site.plane().server());
            Duration away = Duration.ofMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(4000));
            breakAgain(wire, random, away, 1 + random.nextInt(3));
            return Trouble.of(site.over(wire.server(), site.token()), away.isZero(), wire::close);
        }
    },
    NETWORK_STALLS(
            "Nothing passes for a while, 2 s or 32 s, and then everything does.", "in time|cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            Wire wire = new Wire(site.plane().server());
            wire.after(random.nextInt(100_000), () -> {
                wire.hold();
                Trouble.later(site.stall(), wire::release);
            });
            return Trouble.of(site.over(wire.server(), site.token()), site.isStallBrief(), wire::close);
        }
    },
    CONNECTIONS_FORGOTTEN(
            "The connections that there are carry nothing any more and do not end, as behind a firewall that has forgotten"
                    + " them; new ones work.",
            "in time|cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            Wire wire = new Wire(site.plane().server());
            wire.after(random.nextInt(100_000), wire::freeze);
            return Trouble.of(site.over(wire.server(), site.token()), wire::close);
        }

        @Override
        public boolean byHandOnly() {
            return true;
        }
    },
    ACCOUNT_DELETED(
            "The account is deleted; the API server forgets its token ten seconds later, and then all connections break.",
            "HTTP 401") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            String account = "deleted-" + run;
            String token = site.accounts().everything(account);
            Wire wire = new Wire(site.plane().server());
            wire.after(
                    random.nextInt(60_000),
                    () -> Thread.ofVirtual().start(() -> {
                        wire.hold();
                        site.accounts().delete(account);
                        Trouble.later(TOKEN_CACHE, () -> {
                            wire.reset();
                            wire.release();
                        });
                    }));
            return Trouble.of(site.over(wire.server(), token), wire::close);
        }

        @Override
        public boolean byHandOnly() {
            return true;
        }
    };

    /** How long the API server goes on taking a token that it has seen; it says so in no flag. */
    private static final Duration TOKEN_CACHE = Duration.ofMillis(10_500);

    private final String does;
    private final Pattern said;

    WireCell(String does, String said) {
        this.does = does;
        this.said = Pattern.compile(said);
    }

    @Override
    public String does() {
        return does;
    }

    @Override
    public Pattern said() {
        return said;
    }

    private static void breakAgain(Wire wire, Random random, Duration away, int times) {
        wire.after(random.nextInt(100_000), () -> {
            wire.refuse(!away.isZero());
            wire.reset();
            Trouble.later(away, () -> wire.refuse(false));
            if (times > 1) {
                breakAgain(wire, random, away, times - 1);
            }
        });
    }
}
