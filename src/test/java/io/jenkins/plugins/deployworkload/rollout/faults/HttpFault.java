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

/** Faults of single requests and their responses, injected by an HTTP/1.1 proxy. */
enum HttpFault implements Fault {
    REQUESTS_LOST("Requests are lost before they reach the API server.", "cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return withPattern(environment, random, request -> true, new ProxyAction.DropRequest());
        }
    },
    ANSWERS_LOST(
            "Requests are executed, and the connection breaks in the middle of the response.",
            "cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return withPattern(environment, random, request -> !request.isWatch(), new ProxyAction.DropResponse());
        }
    },
    ANSWERS_STALL(
            "Three requests are executed, and their responses stall in the middle for 2 s or 32 s.",
            "in time|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            int first = 1 + random.nextInt(EXPECTED_REQUESTS);
            CompletableFuture<Void> release = new CompletableFuture<>();
            AtomicBoolean started = new AtomicBoolean();
            return proxy(environment, environment.isStallBrief(), request -> {
                if (request.isWatch() || request.number() < first || request.number() > first + 2) {
                    return ProxyAction.PASS;
                }
                if (started.compareAndSet(false, true)) {
                    InjectedFault.later(environment.stall(), () -> release.complete(null));
                }
                return new ProxyAction.StallResponse(release);
            });
        }
    },
    ANSWERS_NEVER_END("Three responses stop in the middle and never continue.", "in time|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            int first = 1 + random.nextInt(EXPECTED_REQUESTS);
            return proxy(
                    environment,
                    false,
                    request -> request.isWatch() || request.number() < first || request.number() > first + 2
                            ? ProxyAction.PASS
                            : new ProxyAction.StallResponse(new CompletableFuture<>()));
        }

        @Override
        public boolean isManualOnly() {
            return true;
        }
    },
    HTTP_409(
            "Writes are answered with a conflict that names no field, as if another client wrote at the same "
                    + "moment.",
            "HTTP 409|has been modified") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return withPattern(
                    environment,
                    random,
                    request -> request.isWrite() && !request.method().equals("DELETE"),
                    ProxyAction.status(
                            409,
                            "Conflict",
                            "Operation cannot be fulfilled on it: the object has been modified; please apply your changes"
                                    + " to the latest version and try again",
                            null));
        }
    },
    HTTP_429("429 Too Many Requests, with and without `Retry-After`.", "HTTP 429|oo many requests") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            Integer after = random.nextBoolean() ? 1 : null;
            return withPattern(
                    environment,
                    random,
                    request -> true,
                    ProxyAction.status(429, "TooManyRequests", "Too many requests, please try again later.", after));
        }
    },
    HTTP_500("The API server reports that etcd has changed its leader.", "HTTP 500|etcdserver") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return withPattern(
                    environment,
                    random,
                    request -> true,
                    ProxyAction.status(500, "InternalError", "etcdserver: leader changed", null));
        }
    },
    HTTP_503("503 from the API server, or as the HTML page of a load balancer.", "HTTP 503|currently unable") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            ProxyAction answer = random.nextBoolean()
                    ? ProxyAction.status(
                            503, "ServiceUnavailable", "the server is currently unable to handle the request", null)
                    : new ProxyAction.Respond(503, "<html><body>503 Service Unavailable</body></html>", null);
            return withPattern(environment, random, request -> true, answer);
        }
    },
    WATCH_EXPIRED(
            "Watches are refused with 410, receive 410 as an event, end after some events, or break in the middle"
                    + " of an event, up to 34 times.",
            "HTTP 410|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            int times = 5 + random.nextInt(30);
            AtomicInteger watches = new AtomicInteger();
            ProxyAction.Respond expired = ProxyAction.status(410, "Expired", "too old resource version: 1 (2)", null);
            return proxy(environment, false, request -> {
                if (!request.isWatch() || watches.incrementAndGet() > times) {
                    return ProxyAction.PASS;
                }
                int events = random.nextInt(4);
                return switch (random.nextInt(4)) {
                    case 0 -> expired;
                    case 1 ->
                        new ProxyAction.EndWatch(events, "{\"type\":\"ERROR\",\"object\":" + expired.body() + "}\n");
                    case 2 -> new ProxyAction.EndWatch(events, "");
                    default -> new ProxyAction.EndWatch(events, "{\"type\":\"MODIFIED\",\"obj");
                };
            });
        }
    },
    TOKEN_REJECTED(
            "The credential is rejected for up to four seconds or for good; the watches end at that moment.",
            "HTTP 401") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            int first = 1 + random.nextInt(EXPECTED_REQUESTS);
            boolean isTemporary = random.nextBoolean();
            Duration length = Duration.ofMillis(100 + random.nextInt(4000));
            AtomicBoolean started = new AtomicBoolean();
            AtomicBoolean ended = new AtomicBoolean();
            AtomicReference<FaultProxy> proxy = new AtomicReference<>();
            proxy.set(new FaultProxy(environment.controlPlane().server(), environment.upstream(), request -> {
                if (request.number() < first || ended.get()) {
                    return ProxyAction.PASS;
                }
                if (started.compareAndSet(false, true)) {
                    proxy.get().endWatches();
                    if (isTemporary) {
                        InjectedFault.later(length, () -> ended.set(true));
                    }
                }
                return new ProxyAction.ReplaceCredential();
            }));
            return InjectedFault.of(
                    environment.connectTo(proxy.get().server(), environment.token()), proxy.get()::close);
        }
    },
    TOKEN_REJECTED_BRIEFLY(
            "While a deploy waits, the watches end, and the credential is rejected for up to one second.", "HTTP 401") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return whileWaiting(
                    environment, Duration.ZERO, randomBriefDuration(random), new ProxyAction.ReplaceCredential());
        }

        @Override
        public Scenario scenario(int run) {
            return slowScenario(run);
        }
    },
    ROLE_TAKEN(
            "The account loses its Role, for up to four seconds or for good; the watches end at that moment.",
            "does not allow|orbidden|no permission to|cannot be stored") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            String account = "role-" + run;
            String token = environment.accounts().withAllPermissions(account);
            int first = 1 + random.nextInt(EXPECTED_REQUESTS);
            boolean isTemporary = random.nextBoolean();
            Duration length = Duration.ofMillis(100 + random.nextInt(4000));
            AtomicBoolean started = new AtomicBoolean();
            AtomicBoolean closed = new AtomicBoolean();
            AtomicReference<FaultProxy> proxy = new AtomicReference<>();
            proxy.set(new FaultProxy(environment.controlPlane().server(), environment.upstream(), request -> {
                if (request.number() >= first && started.compareAndSet(false, true)) {
                    environment.accounts().removeRole(account);
                    proxy.get().endWatches();
                    if (isTemporary) {
                        InjectedFault.later(length, () -> restoreRole(environment, account, closed));
                    }
                }
                return ProxyAction.PASS;
            }));
            return InjectedFault.of(environment.connectTo(proxy.get().server(), token), () -> {
                closed.set(true);
                proxy.get().close();
            });
        }
    },
    ROLE_TAKEN_BRIEFLY(
            "While a deploy waits, the watches end, and the account has no Role for up to one second.",
            "does not allow|orbidden") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            String account = "role-" + run;
            String token = environment.accounts().withAllPermissions(account);
            Duration length = randomBriefDuration(random);
            AtomicBoolean closed = new AtomicBoolean();
            FaultProxy proxy = new FaultProxy(
                    environment.controlPlane().server(), environment.upstream(), request -> ProxyAction.PASS);
            return InjectedFault.whileWaiting(
                    environment.connectTo(proxy.server(), token),
                    () -> {
                        environment.accounts().removeRole(account);
                        proxy.endWatches();
                        InjectedFault.later(length, () -> restoreRole(environment, account, closed));
                    },
                    () -> {
                        closed.set(true);
                        proxy.close();
                    });
        }

        @Override
        public Scenario scenario(int run) {
            return slowScenario(run);
        }
    },
    RESTARTED_GRACEFULLY(
            "While a deploy waits, the API server closes all watches, does not answer for up to one second, and "
                    + "for another second does not know accounts (401) or Roles (403) yet.",
            "HTTP 401|does not allow|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            ProxyAction refusal = random.nextBoolean()
                    ? ProxyAction.status(401, "Unauthorized", "Unauthorized", null)
                    : ProxyAction.status(
                            403,
                            "Forbidden",
                            "it is forbidden: User \"deployer\" cannot list it in this namespace",
                            null);
            Duration downtime = random.nextBoolean() ? Duration.ZERO : randomBriefDuration(random);
            return whileWaiting(environment, downtime, randomBriefDuration(random), refusal);
        }

        @Override
        public Scenario scenario(int run) {
            return slowScenario(run);
        }
    };

    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(5);

    private final String description;
    private final Pattern truthfulReason;

    HttpFault(String description, String truthfulReason) {
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

    private static Scenario slowScenario(int run) {
        List<Scenario> scenarios =
                List.of(Scenario.SLOW_CHANGE, Scenario.SLOW_FIRST_DEPLOY, Scenario.SLOW_STATEFUL_CHANGE);
        return scenarios.get(run % scenarios.size());
    }

    private static Duration randomBriefDuration(Random random) {
        return Duration.ofMillis(100 + random.nextInt(900));
    }

    private static void restoreRole(FaultEnvironment environment, String account, AtomicBoolean closed) {
        if (!closed.get()) {
            environment.accounts().restoreRole(account);
        }
    }

    /** @param filter the requests that the fault can affect */
    private static InjectedFault withPattern(
            FaultEnvironment environment, Random random, Function<ProxiedRequest, Boolean> filter, ProxyAction action) {
        FaultPattern pattern = new FaultPattern(random, filter, EXPECTED_REQUESTS, LONGEST_OUTAGE);
        return proxy(environment, pattern.isBrief(), request -> pattern.test(request) ? action : ProxyAction.PASS);
    }

    static InjectedFault proxy(
            FaultEnvironment environment, boolean isBrief, Function<ProxiedRequest, ProxyAction> plan) {
        return proxy(environment, isBrief, "", plan);
    }

    /** @param details the random details of the fault, for the report */
    static InjectedFault proxy(
            FaultEnvironment environment, boolean isBrief, String details, Function<ProxiedRequest, ProxyAction> plan) {
        FaultProxy proxy = new FaultProxy(environment.controlPlane().server(), environment.upstream(), plan);
        return InjectedFault.of(
                environment.connectTo(proxy.server(), environment.token()), isBrief, details, proxy::close);
    }

    /**
     * Injects a fault while the rollout waits: ends all watches, drops all requests during the downtime, and then
     * applies the action to all requests for a time.
     */
    private static InjectedFault whileWaiting(
            FaultEnvironment environment, Duration downtime, Duration length, ProxyAction action) {
        AtomicReference<ProxyAction> currentAction = new AtomicReference<>(ProxyAction.PASS);
        FaultProxy proxy = new FaultProxy(
                environment.controlPlane().server(), environment.upstream(), request -> currentAction.get());
        return InjectedFault.whileWaiting(
                environment.connectTo(proxy.server(), environment.token()),
                () -> {
                    currentAction.set(downtime.isZero() ? action : new ProxyAction.DropRequest());
                    InjectedFault.later(downtime, () -> currentAction.set(action));
                    InjectedFault.later(downtime.plus(length), () -> currentAction.set(ProxyAction.PASS));
                    proxy.endWatches();
                },
                proxy::close);
    }
}
