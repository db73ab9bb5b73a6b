package io.jenkins.plugins.deployworkload.rollout.faults;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Faults of the stored revision history of the workload. All other requests succeed. */
enum HistoryFault implements Fault {
    HISTORY_UNREADABLE(
            "The ConfigMaps of the history answer 403 or 500, or the connection breaks: up to three times or for good, for"
                    + " reads or for all requests.",
            "HTTP 500|etcdserver|does not allow|cannot be stored|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            ProxyAction answer = UNREADABLE.get(random.nextInt(UNREADABLE.size()));
            return unavailable(environment, random, run, answer, random.nextBoolean() ? RETRIES : Integer.MAX_VALUE);
        }
    },
    HISTORY_STALLS(
            "The answers of up to three requests for the ConfigMaps of the history stop in the middle and never continue.",
            "in time|cannot be reached|broke") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            ProxyAction answer = new ProxyAction.StallResponse(new CompletableFuture<>());
            return unavailable(environment, random, run, answer, RETRIES);
        }

        @Override
        public boolean isManualOnly() {
            return true;
        }
    },
    HISTORY_FORGED(
            "At any moment, another client changes the index or a piece of a revision: one character, the HMAC, the"
                    + " key ID, or the objects.",
            HistoryFault.CHANGED + "|another revision key|another version of this plugin") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return tampered(environment, random, run, HistoryTampering.FORGERIES);
        }

        @Override
        public boolean isOfHistory() {
            return true;
        }
    },
    HISTORY_REPLAYED(
            "At any moment, another client restores an older state of the history, from before the last deploy or from"
                    + " before this one.",
            "reset to an older state|ConfigMap \\S+ is missing|" + HistoryFault.CHANGED) {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return tampered(environment, random, run, HistoryTampering.REPLAYS);
        }

        @Override
        public Scenario scenario(int run) {
            return updateScenario(run);
        }

        @Override
        public boolean isOfHistory() {
            return true;
        }
    },
    HISTORY_PARTLY_WRITTEN(
            "At any moment, the index or a piece of a revision is lost, empty or cut off.",
            "ConfigMap \\S+ is missing|was deleted|" + HistoryFault.CHANGED) {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return tampered(environment, random, run, HistoryTampering.LOSSES);
        }

        @Override
        public boolean isOfHistory() {
            return true;
        }
    };

    private static final String CHANGED = "(was|were) changed by another client";

    private static final int RETRIES = 3;

    private static final List<ProxyAction> UNREADABLE = List.of(
            ProxyAction.status(
                    403, "Forbidden", "configmaps is forbidden: User \"deployer\" cannot access the resource", null),
            ProxyAction.status(500, "InternalError", "etcdserver: leader changed", null),
            new ProxyAction.DropRequest());

    private final String description;
    private final Pattern truthfulReason;

    HistoryFault(String description, String truthfulReason) {
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

    /** The scenarios in turn that have a previous deploy. */
    private static Scenario updateScenario(int run) {
        List<Scenario> scenarios = Scenario.common().stream()
                .filter(scenario ->
                        !scenario.previous(WorkloadRevisions.of(run)).isEmpty())
                .toList();
        return scenarios.get(run % scenarios.size());
    }

    /** @param maxCount the maximum number of affected requests */
    private static InjectedFault unavailable(
            FaultEnvironment environment, Random random, int run, ProxyAction answer, int maxCount) {
        String workload = WorkloadRevisions.of(run).name();
        boolean onlyReads = random.nextBoolean();
        int first = 1 + random.nextInt(6);
        int count = maxCount == RETRIES ? 1 + random.nextInt(RETRIES) : maxCount - first;
        boolean isForbidden = answer instanceof ProxyAction.Respond respond && respond.code() == 403;
        boolean isStall = answer instanceof ProxyAction.StallResponse;
        AtomicInteger seen = new AtomicInteger();
        String details = answer + (count <= RETRIES ? ", " + count + " times" : "") + " from request " + first
                + (onlyReads ? ", only reads" : "");
        return HttpFault.proxy(environment, count <= RETRIES && !isForbidden && !isStall, details, request -> {
            if (!request.isForHistory(workload) || onlyReads && request.isWrite()) {
                return ProxyAction.PASS;
            }
            int number = seen.incrementAndGet();
            return number >= first && number < first + count ? answer : ProxyAction.PASS;
        });
    }

    private static InjectedFault tampered(
            FaultEnvironment environment, Random random, int run, List<HistoryTampering> kinds) {
        HistoryTampering tampering = kinds.get(random.nextInt(kinds.size()));
        return new TamperedHistory(
                environment, random, WorkloadRevisions.of(run).name(), tampering);
    }
}
