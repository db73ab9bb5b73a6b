package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills the first engine of a deploy: from this moment on, none of its requests reaches the API server. An engine
 * without a fault resumes the deploy.
 */
final class KilledEngine implements InjectedFault {

    private enum Moment {
        BEFORE_REQUEST,
        BEFORE_ANSWER,
        AT_CHECKPOINT
    }

    private final FaultEnvironment environment;
    private final Moment moment;
    private final int number;
    private final AtomicInteger checkpoints = new AtomicInteger();
    private final CompletableFuture<Void> killed = new CompletableFuture<>();
    private final FaultProxy proxy;

    KilledEngine(FaultEnvironment environment, Random random) {
        this.environment = environment;
        moment = Moment.values()[random.nextInt(Moment.values().length)];
        number = 1 + random.nextInt(moment == Moment.AT_CHECKPOINT ? 8 : 40);
        proxy = new FaultProxy(environment.controlPlane().server(), environment.upstream(), this::onRequest);
    }

    private ProxyAction onRequest(ProxiedRequest request) {
        if (killed.isDone()) {
            return new ProxyAction.DropRequest();
        }
        if (moment == Moment.AT_CHECKPOINT || request.number() != number) {
            return ProxyAction.PASS;
        }
        kill();
        return moment == Moment.BEFORE_REQUEST || request.isWatch()
                ? new ProxyAction.DropRequest()
                : new ProxyAction.DropResponse();
    }

    /** The engine saves a checkpoint before it reports one of these events. */
    @Override
    public void onEvent(RolloutEvent event) {
        boolean isSaved = event instanceof RolloutEvent.Applying
                || event instanceof RolloutEvent.Applied
                || event instanceof RolloutEvent.Waiting
                || event instanceof RolloutEvent.RollingBack;
        if (isSaved && checkpoints.incrementAndGet() == number && moment == Moment.AT_CHECKPOINT) {
            kill();
        }
    }

    private void kill() {
        killed.complete(null);
        proxy.endWatches();
    }

    @Override
    public CompletableFuture<Void> killed() {
        return killed;
    }

    @Override
    public ConnectionConfig config() {
        return environment.connectTo(proxy.server(), environment.token());
    }

    @Override
    public EngineConfig resumingEngine() {
        return environment.directEngine();
    }

    /** Nothing may differ from a deploy without a fault. */
    @Override
    public boolean isBrief() {
        return true;
    }

    @Override
    public void close() {
        proxy.close();
    }

    @Override
    public String details() {
        return moment + " " + number + (killed.isDone() ? "" : ", not reached");
    }
}
