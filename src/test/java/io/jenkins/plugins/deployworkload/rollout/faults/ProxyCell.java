package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What happens to single requests and their answers: HTTP/1.1, through a proxy. */
enum ProxyCell implements Cell {
    REQUESTS_LOST("Requests get lost before the API server sees them.", "cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            return stormy(site, random, call -> true, new Treatment.Drop());
        }
    },
    ANSWERS_LOST(
            "Requests are carried out, and the connection breaks in the middle of the answer.",
            "cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            return stormy(site, random, call -> !call.isWatch(), new Treatment.Lose());
        }
    },
    ANSWERS_STALL(
            "Three requests are carried out, and their answers stall in the middle, 2 s or 32 s.",
            "in time|cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            int first = 1 + random.nextInt(REQUESTS);
            CompletableFuture<Void> release = new CompletableFuture<>();
            AtomicBoolean begun = new AtomicBoolean();
            return proxy(site, site.isStallBrief(), call -> {
                if (call.isWatch() || call.number() < first || call.number() > first + 2) {
                    return Treatment.PASS;
                }
                if (begun.compareAndSet(false, true)) {
                    Trouble.later(site.stall(), () -> release.complete(null));
                }
                return new Treatment.Hold(release);
            });
        }
    },
    ANSWERS_NEVER_END("Three answers stop in the middle and never go on.", "in time|cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            int first = 1 + random.nextInt(REQUESTS);
            return proxy(
                    site,
                    false,
                    call -> call.isWatch() || call.number() < first || call.number() > first + 2
                            ? Treatment.PASS
                            : new Treatment.Hold(new CompletableFuture<>()));
        }

        @Override
        public boolean byHandOnly() {
            return true;
        }
    },
    HTTP_409(
            "Writes are answered with a conflict that names no field: somebody else wrote at the same moment.",
            "HTTP 409|has been modified") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            return stormy(
                    site,
                    random,
                    call -> call.writes() && !call.method().equals("DELETE"),
                    Treatment.status(
                            409,
                            "Conflict",
                            "Operation cannot be fulfilled on it: the object has been modified; please apply your changes"
                                    + " to the latest version and try again",
                            null));
        }
    },
    HTTP_429("Too many requests, with and without `Retry-After`.", "HTTP 429|oo many requests") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            Integer after = random.nextBoolean() ? 1 : null;
            return stormy(
                    site,
                    random,
                    call -> true,
                    Treatment.status(429, "TooManyRequests", "Too many requests, please try again later.", after));
        }
    },
    HTTP_500("The API server says that etcd has changed its leader.", "HTTP 500|etcdserver") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            return stormy(
                    site,
                    random,
                    call -> true,
                    Treatment.status(500, "InternalError", "etcdserver: leader changed", null));
        }
    },
    HTTP_503("503 by the API server, or as a page of a load balancer.", "HTTP 503|currently unable") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            Treatment answer = random.nextBoolean()
                    ? Treatment.status(
                            503, "ServiceUnavailable", "the server is currently unable to handle the request", null)
                    : new Treatment.Answer(503, "<html><body>503 Service Unavailable</body></html>", null);
            return stormy(site, random, call -> true, answer);
        }
    },
    WATCH_EXPIRED(
            "Watches are refused with 410, or get 410 as an event, or end after some events, or break in the middle of one,"
                    + " up to 34 times.",
            "HTTP 410|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            int times = 5 + random.nextInt(30);
            AtomicInteger watches = new AtomicInteger();
            Treatment.Answer expired = Treatment.status(410, "Expired", "too old resource version: 1 (2)", null);
            return proxy(site, false, call -> {
                if (!call.isWatch() || watches.incrementAndGet() > times) {
                    return Treatment.PASS;
                }
                int events = random.nextInt(4);
                return switch (random.nextInt(4)) {
                    case 0 -> expired;
                    case 1 -> new Treatment.Expire(events, "{\"type\":\"ERROR\",\"object\":" + expired.body() + "}\n");
                    case 2 -> new Treatment.Expire(events, "");
                    default -> new Treatment.Expire(events, "{\"type\":\"MODIFIED\",\"obj");
                };
            });
        }
    },
    TOKEN_REJECTED(
            "The credential is not accepted for up to four seconds, or from some time on; the watches end at that moment.",
            "HTTP 401") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            int first = 1 + random.nextInt(REQUESTS);
            boolean back = random.nextBoolean();
            Duration length = Duration.ofMillis(100 + random.nextInt(4000));
            AtomicBoolean begun = new AtomicBoolean();
            AtomicBoolean over = new AtomicBoolean();
            AtomicReference<FaultProxy> proxy = new AtomicReference<>();
            proxy.set(new FaultProxy(site.plane().server(), site.upstream(), call -> {
                if (call.number() < first || over.get()) {
                    return Treatment.PASS;
                }
                if (begun.compareAndSet(false, true)) {
                    proxy.get().endWatches();
                    if (back) {
                        Trouble.later(length, () -> over.set(true));
                    }
                }
                return new Treatment.Disown();
            }));
            return Trouble.of(site.over(proxy.get().server(), site.token()), proxy.get()::close);
        }
    },
    TOKEN_REJECTED_BRIEFLY(
            "While a deploy waits, the watches end, and for up to a second the credential is not accepted.",
            "HTTP 401") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            return whileWaiting(site, Duration.ZERO, brief(random), new Treatment.Disown());
        }

        @Override
        public Story story(int run) {
            return waited(run);
        }
    },
    ROLE_TAKEN(
            "The account loses its role, for up to four seconds or for good; the watches end at that moment.",
            "does not allow|orbidden|may not|No record") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            String account = "role-" + run;
            String token = site.accounts().everything(account);
            int first = 1 + random.nextInt(REQUESTS);
            boolean back = random.nextBoolean();
            Duration length = Duration.ofMillis(100 + random.nextInt(4000));
            AtomicBoolean begun = new AtomicBoolean();
            AtomicBoolean closed = new AtomicBoolean();
            AtomicReference<FaultProxy> proxy = new AtomicReference<>();
            proxy.set(new FaultProxy(site.plane().server(), site.upstream(), call -> {
                if (call.number() >= first && begun.compareAndSet(false, true)) {
                    site.accounts().takeRole(account);
                    proxy.get().endWatches();
                    if (back) {
                        Trouble.later(length, () -> giveBack(site, account, closed));
                    }
                }
                return Treatment.PASS;
            }));
            return Trouble.of(site.over(proxy.get().server(), token), () -> {
                closed.set(true);
                proxy.get().close();
            });
        }
    },
    ROLE_TAKEN_BRIEFLY(
            "While a deploy waits, the watches end, and for up to a second the account has no role.",
            "does not allow|orbidden") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            String account = "role-" + run;
            String token = site.accounts().everything(account);
            Duration length = brief(random);
            AtomicBoolean closed = new AtomicBoolean();
            FaultProxy proxy = new FaultProxy(site.plane().server(), site.upstream(), call -> Treatment.PASS);
            return Trouble.whileWaiting(
                    site.over(proxy.server(), token),
                    () -> {
                        site.accounts().takeRole(account);
                        proxy.endWatches();
                        Trouble.later(length, () -> giveBack(site, account, closed));
                    },
                    () -> {
                        closed.set(true);
                        proxy.close();
                    });
        }

        @Override
        public Story story(int run) {
            return waited(run);
        }
    },
    RESTARTED_GRACEFULLY(
            "While a deploy waits, the API server ends all watches in good order, does not answer for up to a second, and"
                    + " for another knows no accounts (401) or no roles (403) yet.",
            "HTTP 401|does not allow|cannot be reached|broke") {
        @Override
        public Trouble open(Site site, Random random, int run) {
            Treatment unready = random.nextBoolean()
                    ? Treatment.status(401, "Unauthorized", "Unauthorized", null)
                    : Treatment.status(
                            403,
                            "Forbidden",
                            "it is forbidden: User \"deployer\" cannot list it in this namespace",
                            null);
            Duration away = random.nextBoolean() ? Duration.ZERO : brief(random);
            return whileWaiting(site, away, brief(random), unready);
        }

        @Override
        public Story story(int run) {
            return waited(run);
        }
    };

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final String does;
    private final Pattern said;

    ProxyCell(String does, String said) {
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

    private static Story waited(int run) {
        List<Story> stories = List.of(Story.SLOW_CHANGE, Story.SLOW_FIRST_DEPLOY, Story.SLOW_STATEFUL_CHANGE);
        return stories.get(run % stories.size());
    }

    private static Duration brief(Random random) {
        return Duration.ofMillis(100 + random.nextInt(900));
    }

    private static void giveBack(Site site, String account, AtomicBoolean closed) {
        if (!closed.get()) {
            site.accounts().giveRole(account);
        }
    }

    /** @param hit which requests a storm may hit at all */
    private static Trouble stormy(Site site, Random random, Function<Call, Boolean> hit, Treatment treatment) {
        Storm storm = new Storm(random, hit, REQUESTS, LONGEST);
        return proxy(site, storm.isBrief(), call -> storm.test(call) ? treatment : Treatment.PASS);
    }

    private static Trouble proxy(Site site, boolean brief, Function<Call, Treatment> plan) {
        FaultProxy proxy = new FaultProxy(site.plane().server(), site.upstream(), plan);
        return Trouble.of(site.over(proxy.server(), site.token()), brief, proxy::close);
    }

    /**
     * Once the rollout waits, its watches end; nothing is answered for a time, and then for another everything is treated so.
     */
    private static Trouble whileWaiting(Site site, Duration away, Duration length, Treatment treatment) {
        AtomicReference<Treatment> now = new AtomicReference<>(Treatment.PASS);
        FaultProxy proxy = new FaultProxy(site.plane().server(), site.upstream(), call -> now.get());
        return Trouble.whileWaiting(
                site.over(proxy.server(), site.token()),
                () -> {
                    now.set(away.isZero() ? treatment : new Treatment.Drop());
                    Trouble.later(away, () -> now.set(treatment));
                    Trouble.later(away.plus(length), () -> now.set(Treatment.PASS));
                    proxy.endWatches();
                },
                proxy::close);
    }
}
