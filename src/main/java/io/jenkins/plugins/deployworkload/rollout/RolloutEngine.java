package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevisions;
import io.jenkins.plugins.deployworkload.rollout.removal.ApplicationRemoval;
import io.jenkins.plugins.deployworkload.rollout.removal.RemovalRequest;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionProtection;
import io.jenkins.plugins.deployworkload.rollout.revision.UnusableRevisionException;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** Starts rollouts, and resumes rollouts that another process has started. */
public final class RolloutEngine {

    private final ScheduledExecutorService scheduler;
    private final GracePeriods gracePeriods;
    private final RevisionProtection protection;

    /**
     * @param scheduler runs the deadlines; the caller shuts it down, and should give it daemon threads
     * @param key protects the stored revisions
     */
    public RolloutEngine(ScheduledExecutorService scheduler, RevisionKey key) {
        this(scheduler, key, GracePeriods.standard());
    }

    /** @param gracePeriods how long a problem that may resolve itself is tolerated */
    RolloutEngine(ScheduledExecutorService scheduler, RevisionKey key, GracePeriods gracePeriods) {
        this.scheduler = scheduler;
        this.protection = new RevisionProtection(key);
        this.gracePeriods = gracePeriods;
    }

    /** Starts a rollout and returns at once. The rollout holds a share of the connection until it has ended. */
    public Rollout start(Connection connection, RolloutRequest request, RolloutListener listener) {
        Instant now = RolloutEvent.now();
        RolloutState state = new RolloutState(
                new RolloutParameters(
                        request.namespace(),
                        request.workloadName(),
                        now,
                        now.plus(request.timeout()),
                        request.options(),
                        request.deployer(),
                        request.redeploy()),
                request.objects());
        Rollout rollout = rollout(connection, state, request.policy(), listener);
        rollout.start(request.objects());
        return rollout;
    }

    /**
     * Resumes a rollout that another process has started, such as Jenkins before a restart. Returns at once. If the
     * objects became healthy or failed in the meantime, or the deadline has passed, the result completes as soon as the
     * API server has answered.
     */
    public Rollout resume(Connection connection, RolloutCheckpoint checkpoint, RolloutListener listener) {
        return resume(connection, checkpoint, List.of(), listener);
    }

    /** Like {@link #resume(Connection, RolloutCheckpoint, List, RolloutPolicy, RolloutListener)}, without restrictions. */
    public Rollout resume(
            Connection connection, RolloutCheckpoint checkpoint, List<HasMetadata> objects, RolloutListener listener) {
        return resume(connection, checkpoint, objects, RolloutPolicy.UNRESTRICTED, listener);
    }

    /**
     * Like {@link #resume(Connection, RolloutCheckpoint, RolloutListener)}. If not all objects were applied at the time
     * of the checkpoint, the rollout applies the others. In any case, it masks the values of the objects.
     *
     * @param objects the objects of the rollout; without them, a rollout that has not applied all objects ends as failed
     * @param policy decides what the rollout may write from now on
     */
    public Rollout resume(
            Connection connection,
            RolloutCheckpoint checkpoint,
            List<HasMetadata> objects,
            RolloutPolicy policy,
            RolloutListener listener) {
        List<HasMetadata> toApply = checkpoint.allApplied() || checkpoint.failed() != null ? List.of() : objects;
        Rollout rollout = rollout(connection, new RolloutState(checkpoint, toApply), policy, listener);
        rollout.resume(checkpoint, toApply, objects);
        return rollout;
    }

    /**
     * Starts to remove an application, and returns at once. A removal that has not ended is started again after a
     * restart.
     */
    public ApplicationRemoval remove(Connection connection, RemovalRequest request, RolloutListener listener) {
        ApplicationRemoval removal = new ApplicationRemoval(connection.share(), request, listener, protection);
        removal.start(scheduler);
        return removal;
    }

    /**
     * Reads which revisions of an application the cluster keeps.
     *
     * @throws UnusableRevisionException if the index cannot be read or is not trusted; the message is for users
     * @throws RuntimeException the error of the request
     */
    public KeptRevisions keptRevisions(Connection connection, String namespace, String application) {
        return KeptRevisions.read(connection, protection, namespace, application);
    }

    private Rollout rollout(Connection connection, RolloutState state, RolloutPolicy policy, RolloutListener listener) {
        return new Rollout(
                RolloutContext.of(connection.share(), scheduler, gracePeriods, listener, state, policy, protection),
                false);
    }
}
