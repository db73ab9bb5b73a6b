package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;

/** Starts rollouts, and takes up those that another process has started. */
public final class RolloutEngine {

    private final ScheduledExecutorService scheduler;
    private final GracePeriods gracePeriods;

    /** @param scheduler for deadlines; stays the caller's, who lets it run on daemon threads */
    public RolloutEngine(ScheduledExecutorService scheduler) {
        this(scheduler, GracePeriods.standard());
    }

    /** @param graces how long what may heal may stand */
    RolloutEngine(ScheduledExecutorService scheduler, GracePeriods graces) {
        this.scheduler = scheduler;
        this.gracePeriods = graces;
    }

    /**
     * Begins to watch and apply, and returns at once. The rollout takes a share of the connection of its own, until it has
     * ended.
     */
    public Rollout start(Connection connection, RolloutRequest request, RolloutListener listener) {
        Instant now = RolloutEvent.now();
        RolloutState state = new RolloutState(
                new RolloutState.Parameters(
                        request.namespace(),
                        request.workloadName(),
                        now,
                        now.plus(request.timeout()),
                        request.options()),
                request.objects());
        Rollout rollout = rollout(connection, state, listener);
        rollout.start(request.objects());
        return rollout;
    }

    /**
     * Goes on waiting for what another process, or this one before a restart, has applied; returns at once. If it has ended
     * meanwhile, or its time is over, the result says so as soon as the cluster has answered.
     */
    public Rollout resume(Connection connection, RolloutCheckpoint memory, RolloutListener listener) {
        Rollout rollout = rollout(connection, new RolloutState(memory), listener);
        rollout.resume(memory);
        return rollout;
    }

    private Rollout rollout(Connection connection, RolloutState state, RolloutListener listener) {
        return new Rollout(RolloutContext.of(connection.share(), scheduler, gracePeriods, listener, state), false);
    }
}
