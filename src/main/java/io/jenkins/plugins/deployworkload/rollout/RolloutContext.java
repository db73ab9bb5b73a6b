package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.ActiveRevision;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.watch.Redactor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutExecutor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the parts of a rollout work with.
 *
 * @param state touched only by tasks
 */
public record RolloutContext(
        Connection connection,
        ScheduledExecutorService scheduler,
        GracePeriods gracePeriods,
        RolloutListener listener,
        RolloutState state,
        RevisionCache revisions,
        ActiveRevision activeRevision,
        Redactor redactor,
        RolloutExecutor executor)
        implements WatchContext {

    public static RolloutContext of(
            Connection connection,
            ScheduledExecutorService scheduler,
            GracePeriods graces,
            RolloutListener listener,
            RolloutState state) {
        RolloutState.Parameters frame = state.parameters();
        RevisionCache ledger = new RevisionCache(connection, frame.namespace(), frame.workload());
        return new RolloutContext(
                connection,
                scheduler,
                graces,
                listener,
                state,
                ledger,
                new ActiveRevision(ledger),
                new Redactor(),
                new RolloutExecutor());
    }

    /** For putting back what ran before: with a share of the connection of its own, and the same claim. */
    RolloutContext forRollback(RolloutState before, RolloutListener teller) {
        return new RolloutContext(
                connection.share(),
                scheduler,
                gracePeriods,
                teller,
                before,
                revisions,
                activeRevision,
                redactor,
                new RolloutExecutor());
    }

    /** What was applied for the workload once, and is no longer described. */
    public List<ObjectRef> pruneCandidates() {
        return revisions.pruneCandidates(state);
    }

    /** @param why of what was deleted */
    void report(Pruner.PruneResult deletion, String why) {
        reportDeleted(deletion.deleted(), why);
        if (!deletion.remaining().isEmpty()) {
            warn(null, Messages.RolloutContext_notDeleted(deletion.describeRemaining()));
        }
    }
}
