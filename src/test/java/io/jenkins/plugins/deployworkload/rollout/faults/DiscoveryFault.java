package io.jenkins.plugins.deployworkload.rollout.faults;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Faults of discovery. Only a deploy with a custom resource needs discovery. */
enum DiscoveryFault implements Fault {
    DISCOVERY_FAILS(
            "Aggregated discovery answers 404, 500, 503, an HTML page or invalid JSON, up to three times or for good, in"
                    + " deploys with a custom resource.",
            true) {
        @Override
        Predicate<ProxiedRequest> filter(Random random) {
            return ProxiedRequest::isDiscovery;
        }
    },
    PLAIN_DISCOVERY_FAILS(
            "The API server has no aggregated discovery, and the lists of groups, or the list of the kinds in the group of"
                    + " the custom resource, fail as in the row before.",
            false) {
        @Override
        Predicate<ProxiedRequest> filter(Random random) {
            return random.nextBoolean()
                    ? request -> request.path().equals("/apis/" + CustomKind.GROUP_VERSION)
                    : ProxiedRequest::isDiscovery;
        }
    };

    private static final List<ProxyAction> ANSWERS = List.of(
            ProxyAction.status(503, "ServiceUnavailable", "the server is currently unable to handle the request", null),
            ProxyAction.status(500, "InternalError", "etcdserver: leader changed", null),
            ProxyAction.status(404, "NotFound", "the server could not find the requested resource", null),
            new ProxyAction.Respond(200, "<html><body>Welcome</body></html>", null),
            new ProxyAction.Respond(200, "{}", null),
            new ProxyAction.Respond(200, "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metad", null));

    /** A client sends a request up to four times after an answer of the first two kinds. */
    private static final int RETRIES = 3;

    private static final Pattern TRUTHFUL_REASON =
            Pattern.compile("HTTP 503|HTTP 500|HTTP 404|currently unable|etcdserver|cannot be parsed|list of kinds");

    private final String description;
    private final boolean isAggregated;

    DiscoveryFault(String description, boolean isAggregated) {
        this.description = description;
        this.isAggregated = isAggregated;
    }

    abstract Predicate<ProxiedRequest> filter(Random random);

    @Override
    public Scenario scenario(int run) {
        List<Scenario> scenarios = Scenario.custom();
        return scenarios.get(run % scenarios.size());
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Pattern truthfulReason() {
        return TRUTHFUL_REASON;
    }

    @Override
    public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
        Predicate<ProxiedRequest> filter = filter(random);
        ProxyAction answer = ANSWERS.get(random.nextInt(ANSWERS.size()));
        int first = 1 + random.nextInt(3);
        int count = random.nextBoolean() ? 1 + random.nextInt(RETRIES) : Integer.MAX_VALUE - first;
        boolean isRetried = answer instanceof ProxyAction.Respond respond && respond.code() >= 500;
        AtomicInteger seen = new AtomicInteger();
        String details = answer + (count <= RETRIES ? ", " + count + " times" : "") + " from request " + first;
        return HttpFault.proxy(environment, isRetried && count <= RETRIES, details, request -> {
            if (filter.test(request)) {
                int number = seen.incrementAndGet();
                if (number >= first && number < first + count) {
                    return answer;
                }
            }
            return isAggregated || !request.isDiscovery() ? ProxyAction.PASS : new ProxyAction.WithoutAccept();
        });
    }
}
