package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tampers with the history once, before the proxy forwards a certain request of the rollout. */
final class TamperedHistory implements InjectedFault {

    private final FaultEnvironment environment;
    private final Random random;
    private final String workload;
    private final HistoryTampering tampering;
    private final HistoryConfigMaps history;
    private final boolean atHistoryRequest;
    private final int requestNumber;
    private final AtomicInteger historyRequests = new AtomicInteger();
    private final AtomicBoolean started = new AtomicBoolean();
    private final FaultProxy proxy;
    private volatile boolean isDone;
    private volatile boolean isSeen;

    TamperedHistory(FaultEnvironment environment, Random random, String workload, HistoryTampering tampering) {
        this.environment = environment;
        this.random = random;
        this.workload = workload;
        this.tampering = tampering;
        history = new HistoryConfigMaps(
                environment.controlPlane().client(),
                environment.namespace(),
                workload,
                environment.olderHistories().getOrDefault(workload, List.of()));
        atHistoryRequest = random.nextBoolean();
        requestNumber = 1 + random.nextInt(atHistoryRequest ? 8 : 30);
        proxy = new FaultProxy(environment.controlPlane().server(), environment.upstream(), this::onRequest);
    }

    private ProxyAction onRequest(ProxiedRequest request) {
        int number = atHistoryRequest
                ? request.isForHistory(workload) ? historyRequests.incrementAndGet() : 0
                : request.number();
        if (number == requestNumber && started.compareAndSet(false, true)) {
            tampering.apply(history, random);
            isDone = true;
        }
        isSeen |= isDone && request.isForIndex(workload);
        return ProxyAction.PASS;
    }

    @Override
    public ConnectionConfig config() {
        return environment.connectTo(proxy.server(), environment.token());
    }

    @Override
    public boolean isHistoryKnown() {
        return !started.get() || isSeen && !tampering.isOfPiece();
    }

    @Override
    public void close() {
        proxy.close();
    }

    /** A deploy reads pieces only for a rollback. */
    @Override
    public boolean isNoticedByNextDeploy() {
        return !tampering.isOfPiece();
    }

    @Override
    public String details() {
        return tampering + " at " + (atHistoryRequest ? "history request " : "request ") + requestNumber;
    }
}
