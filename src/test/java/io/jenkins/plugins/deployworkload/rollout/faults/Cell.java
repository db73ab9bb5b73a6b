package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.controlplane.Component;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of trouble. What exactly happens, and when, is drawn for each run. */
enum Cell {
    /** All connections break, up to three times, and for some seconds nothing accepts new ones. TLS, HTTP/2. */
    CONNECTIONS_RESET("cannot be reached|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            Wire wire = new Wire(site.plane().server());
            breakAgain(wire, random, 1 + random.nextInt(3));
            return Trouble.of(site.over(wire.server(), site.token()), wire::close);
        }
    },
    /** Nothing passes for a while, and then everything does. TLS, HTTP/2. */
    NETWORK_STALLS("in time|cannot be reached|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            Wire wire = new Wire(site.plane().server());
            wire.after(random.nextInt(100_000), () -> {
                wire.hold();
                later(site.stall(), wire::release);
            });
            return Trouble.of(site.over(wire.server(), site.token()), wire::close);
        }
    },
    /** The connections that there are carry nothing any more and do not end; new ones work. TLS, HTTP/2. */
    CONNECTIONS_FORGOTTEN("in time|cannot be reached|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            Wire wire = new Wire(site.plane().server());
            wire.after(random.nextInt(100_000), wire::freeze);
            return Trouble.of(site.over(wire.server(), site.token()), wire::close);
        }

        @Override
        boolean byHandOnly() {
            return true;
        }
    },
    /** Requests get lost before the API server sees them. */
    REQUESTS_LOST("cannot be reached|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            Storm storm = new Storm(random, REQUESTS, LONGEST);
            return proxy(site, call -> storm.test(call) ? new Treatment.Drop() : Treatment.PASS);
        }
    },
    /** Requests are carried out, and the connection breaks in the middle of the answer. */
    ANSWERS_LOST("cannot be reached|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            Storm storm = new Storm(random, REQUESTS, LONGEST);
            return proxy(site, call -> !call.isWatch() && storm.test(call) ? new Treatment.Lose() : Treatment.PASS);
        }
    },
    /** Some requests are carried out, and their answers stall in the middle. */
    ANSWERS_STALL("in time|cannot be reached|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            int first = 1 + random.nextInt(REQUESTS);
            CompletableFuture<Void> release = new CompletableFuture<>();
            AtomicBoolean begun = new AtomicBoolean();
            return proxy(site, call -> {
                if (call.isWatch() || call.number() < first || call.number() > first + 2) {
                    return Treatment.PASS;
                }
                if (begun.compareAndSet(false, true)) {
                    later(site.stall(), () -> release.complete(null));
                }
                return new Treatment.Hold(release);
            });
        }
    },
    /** Some answers stop in the middle and never go on. */
    ANSWERS_NEVER_END("in time|cannot be reached|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            int first = 1 + random.nextInt(REQUESTS);
            return proxy(
                    site,
                    call -> call.isWatch() || call.number() < first || call.number() > first + 2
                            ? Treatment.PASS
                            : new Treatment.Hold(new CompletableFuture<>()));
        }

        @Override
        boolean byHandOnly() {
            return true;
        }
    },
    /** Writes are answered with a conflict that names no field: somebody else wrote at the same moment. */
    HTTP_409("HTTP 409|has been modified") {
        @Override
        Trouble open(Site site, Random random, int run) {
            Storm storm = new Storm(random, WRITES, LONGEST);
            return proxy(
                    site,
                    call -> call.writes() && !call.method().equals("DELETE") && storm.test(call)
                            ? new Treatment.Answer(
                                    409,
                                    status(
                                            409,
                                            "Conflict",
                                            "Operation cannot be fulfilled on " + call.resource()
                                                    + ": the object has been modified; please apply your changes to the latest"
                                                    + " version and try again"),
                                    null)
                            : Treatment.PASS);
        }
    },
    /** Too many requests, with and without Retry-After. */
    HTTP_429("HTTP 429|oo many requests") {
        @Override
        Trouble open(Site site, Random random, int run) {
            Integer after = random.nextBoolean() ? 1 : null;
            return storm(
                    site,
                    random,
                    429,
                    status(429, "TooManyRequests", "Too many requests, please try again later."),
                    after);
        }
    },
    HTTP_500("HTTP 500|etcdserver") {
        @Override
        Trouble open(Site site, Random random, int run) {
            return storm(site, random, 500, status(500, "InternalError", "etcdserver: leader changed"), null);
        }
    },
    /** In turn by the API server and by a load balancer. */
    HTTP_503("HTTP 503|currently unable") {
        @Override
        Trouble open(Site site, Random random, int run) {
            String body = random.nextBoolean()
                    ? status(503, "ServiceUnavailable", "the server is currently unable to handle the request")
                    : "<html><body>503 Service Unavailable</body></html>";
            return storm(site, random, 503, body, null);
        }
    },
    /** Watches are refused with 410, or get 410 as an event, or end after some events, or break in the middle of one. */
    WATCH_EXPIRED("HTTP 410|broke") {
        @Override
        Trouble open(Site site, Random random, int run) {
            int times = 5 + random.nextInt(30);
            AtomicInteger watches = new AtomicInteger();
            String expired = status(410, "Expired", "too old resource version: 1 (2)");
            return proxy(site, call -> {
                if (!call.isWatch() || watches.incrementAndGet() > times) {
                    return Treatment.PASS;
                }
                int events = random.nextInt(4);
                return switch (random.nextInt(4)) {
                    case 0 -> new Treatment.Answer(410, expired, null);
                    case 1 -> new Treatment.Expire(events, "{\"type\":\"ERROR\",\"object\":" + expired + "}\n");
                    case 2 -> new Treatment.Expire(events, "");
                    default -> new Treatment.Expire(events, "{\"type\":\"MODIFIED\",\"obj");
                };
            });
        }
    },
    /** The credential is not accepted for a while, or from some time on; the watches end at that moment. */
    TOKEN_REJECTED("HTTP 401") {
        @Override
        Trouble open(Site site, Random random, int run) {
            int first = 1 + random.nextInt(REQUESTS);
            boolean back = random.nextBoolean();
            Duration length = Duration.ofMillis(100 + random.nextInt(4000));
            AtomicBoolean begun = new AtomicBoolean();
            AtomicBoolean over = new AtomicBoolean();
            FaultProxy[] proxy = new FaultProxy[1];
            proxy[0] = new FaultProxy(site.plane().server(), site.upstream(), call -> {
                if (call.number() < first || over.get()) {
                    return Treatment.PASS;
                }
                if (begun.compareAndSet(false, true)) {
                    proxy[0].endWatches();
                    if (back) {
                        later(length, () -> over.set(true));
                    }
                }
                return new Treatment.Disown();
            });
            return Trouble.of(site.over(proxy[0].server(), site.token()), proxy[0]::close);
        }
    },
    /** The account is deleted; the API server forgets its token ten seconds later, and then all connections break. */
    ACCOUNT_DELETED("HTTP 401") {
        @Override
        Trouble open(Site site, Random random, int run) {
            String account = "deleted-" + run;
            String token = site.accounts().everything(account);
            Wire wire = new Wire(site.plane().server());
            wire.after(
                    random.nextInt(60_000),
                    () -> Thread.ofVirtual().start(() -> {
                        wire.hold();
                        site.accounts().delete(account);
                        later(TOKEN_CACHE, () -> {
                            wire.reset();
                            wire.release();
                        });
                    }));
            return Trouble.of(site.over(wire.server(), token), wire::close);
        }

        @Override
        boolean byHandOnly() {
            return true;
        }
    },
    /** The account loses its role, for a while or for good; the watches end at that moment. */
    ROLE_TAKEN("does not allow|orbidden|No record") {
        @Override
        Trouble open(Site site, Random random, int run) {
            String account = "role-" + run;
            String token = site.accounts().everything(account);
            int first = 1 + random.nextInt(REQUESTS);
            boolean back = random.nextBoolean();
            Duration length = Duration.ofMillis(100 + random.nextInt(4000));
            AtomicBoolean begun = new AtomicBoolean();
            AtomicBoolean closed = new AtomicBoolean();
            FaultProxy[] proxy = new FaultProxy[1];
            proxy[0] = new FaultProxy(site.plane().server(), site.upstream(), call -> {
                if (call.number() >= first && begun.compareAndSet(false, true)) {
                    site.accounts().takeRole(account);
                    proxy[0].endWatches();
                    if (back) {
                        later(length, () -> {
                            if (!closed.get()) {
                                site.accounts().giveRole(account);
                            }
                        });
                    }
                }
                return Treatment.PASS;
            });
            return Trouble.of(site.over(proxy[0].server(), token), () -> {
                closed.set(true);
                proxy[0].close();
            });
        }
    },
    MAY_NOT_GET {
        @Override
        List<String> resources() {
            return List.of("deployments", "services", "configmaps", "jobs", "pods/log", "statefulsets");
        }
    },
    MAY_NOT_LIST {
        @Override
        List<String> resources() {
            return List.of("deployments", "replicasets", "pods", "events", "jobs");
        }

        /** Who may not see the pods sees nothing but that they do not come. */
        @Override
        Duration patience() {
            return Duration.ofSeconds(20);
        }
    },
    MAY_NOT_WATCH {
        @Override
        List<String> resources() {
            return List.of("deployments", "replicasets", "pods", "events", "jobs");
        }
    },
    MAY_NOT_CREATE {
        @Override
        List<String> resources() {
            return List.of("deployments", "services", "configmaps", "jobs");
        }
    },
    MAY_NOT_UPDATE {
        @Override
        List<String> resources() {
            return List.of("configmaps", "deployments", "services", "jobs");
        }
    },
    MAY_NOT_PATCH {
        @Override
        List<String> resources() {
            return List.of("deployments", "services", "configmaps", "jobs");
        }
    },
    MAY_NOT_DELETE {
        @Override
        List<String> resources() {
            return List.of("configmaps", "deployments", "services", "jobs");
        }
    },
    /** It is killed, stays away for up to five seconds, and starts again. TLS, HTTP/2. */
    API_SERVER_KILLED("cannot be reached|broke|in time|HTTP 50") {
        @Override
        void outage(Site site, Random random) throws InterruptedException {
            site.plane().kill(Component.API_SERVER);
            Thread.sleep(random.nextInt(5000));
            site.plane().restart(Component.API_SERVER);
        }
    },
    /** It is stopped (SIGSTOP), and goes on after a while. TLS, HTTP/2. */
    ETCD_STOPPED("cannot be reached|broke|in time|HTTP 50|HTTP 429|etcdserver") {
        @Override
        void outage(Site site, Random random) throws InterruptedException {
            site.plane().suspend(Component.ETCD);
            Thread.sleep(
                    Duration.ofSeconds(10).compareTo(site.stall()) < 0
                            ? 10_000
                            : site.stall().toMillis());
            site.plane().resume(Component.ETCD);
        }
    };

    /** No trouble lasts as long. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Before it waits a rollout sends about as many requests, and among them so many that write. */
    private static final int REQUESTS = 20;

    private static final int WRITES = 6;

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** How long the API server goes on taking a token that it has seen; it says so in no flag. */
    private static final Duration TOKEN_CACHE = Duration.ofMillis(10_500);

    private final Pattern said;

    /** @param said what a truthful rollout may say of it */
    Cell(String said) {
        this.said = Pattern.compile(said);
    }

    /** A permission is missing. */
    Cell() {
        this("does not allow|orbidden|No record of this workload|cannot be read|permission");
    }

    Pattern said() {
        return said;
    }

    /**
     * Sets it up for one rollout; what is not said there happens to all of them at once.
     *
     * @param run counts the runs of a cell, from 0 on
     */
    Trouble open(Site site, Random random, int run) {
        if (resources().isEmpty()) {
            return Trouble.of(site.direct(), () -> {});
        }
        String verb = name().substring("MAY_NOT_".length()).toLowerCase(Locale.ROOT);
        String resource = resources()
                .get((run + run / Story.values().length) % resources().size());
        String token = site.accounts().but("lacking-" + run, verb, resource);
        return Trouble.of(site.over(site.plane().server(), token), () -> {});
    }

    /** What may not be done to which resources, one after the other. */
    List<String> resources() {
        return List.of();
    }

    /** What happens to the whole control plane; returns when it is over. */
    void outage(Site site, Random random) throws InterruptedException {}

    /** How long a rollout may take. */
    Duration patience() {
        return PATIENCE;
    }

    /** Whether the control plane itself suffers. */
    boolean isOutage() {
        return this == API_SERVER_KILLED || this == ETCD_STOPPED;
    }

    /** Whether it takes too long for every build. */
    boolean byHandOnly() {
        return false;
    }

    private static Trouble storm(Site site, Random random, int code, String body, Integer retryAfter) {
        Storm storm = new Storm(random, REQUESTS, LONGEST);
        return proxy(site, call -> storm.test(call) ? new Treatment.Answer(code, body, retryAfter) : Treatment.PASS);
    }

    private static Trouble proxy(Site site, Function<Call, Treatment> plan) {
        FaultProxy proxy = new FaultProxy(site.plane().server(), site.upstream(), plan);
        return Trouble.of(site.over(proxy.server(), site.token()), proxy::close);
    }

    private static void breakAgain(Wire wire, Random random, int times) {
        int bytes = random.nextInt(100_000);
        Duration away = Duration.ofMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(4000));
        wire.after(bytes, () -> {
            wire.refuse(!away.isZero());
            wire.reset();
            later(away, () -> wire.refuse(false));
            if (times > 1) {
                breakAgain(wire, random, times - 1);
            }
        });
    }

    private static void later(Duration delay, Runnable what) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(what);
    }

    private static String status(int code, String reason, String message) {
        return """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message, reason, code);
    }
}
