package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.ActiveRevision;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.watch.Redactor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutExecutor;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

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
        RolloutExecutor executor) {

    private static final Logger LOGGER = Logger.getLogger(RolloutContext.class.getName());

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

    public String namespace() {
        return state.parameters().namespace();
    }

    RolloutOptions options() {
        return state.parameters().options();
    }

    public ObjectRef ref(HasMetadata object) {
        return ObjectRef.of(object, namespace());
    }

    public TrackedObject<?> trackedObject(HasMetadata object) {
        return state.get(ref(object));
    }

    /** What was applied for the workload once, and is no longer described. */
    public List<ObjectRef> pruneCandidates() {
        return revisions.inventory().stream()
                .filter(ref -> state.get(ref) == null)
                .toList();
    }

    public void report(RolloutEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A listener of a rollout failed", e);
        }
    }

    /** @param object {@code null} if it is about none */
    public void warn(ObjectRef object, String message) {
        report(new RolloutEvent.Warning(Rollout.now(), object, message));
    }

    /** What the API server has to say although it takes an object. */
    void warn(ObjectRef object, ApiResponse<?> answer) {
        answer.warnings().forEach(text -> warn(object, redactor.redact(text)));
    }

    public void reportDeleted(ObjectRef object, String why) {
        report(new RolloutEvent.Deleted(Rollout.now(), object, why));
    }

    public void reportDeleted(List<ObjectRef> objects, String why) {
        objects.forEach(ref -> reportDeleted(ref, why));
    }

    /** @param why of what was deleted */
    void report(Pruner.PruneResult deletion, String why) {
        reportDeleted(deletion.deleted(), why);
        if (!deletion.remaining().isEmpty()) {
            warn(null, Messages.RolloutContext_notDeleted(deletion.describeRemaining()));
        }
    }

    /** Why a request failed, in one sentence. */
    public String describeFailure(Throwable problem) {
        return redactor.redact(Sentences.of(connection.failure(problem).message()));
    }

    /** What the API server says against an object. */
    String describeRefusal(ObjectRef object, Throwable problem) {
        return redactor.redact(ApiErrors.describe(object, problem, connection));
    }
}
