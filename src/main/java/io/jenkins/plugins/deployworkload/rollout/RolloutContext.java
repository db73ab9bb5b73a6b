package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the parts of a rollout work with.
 *
 * @param state touched only by tasks
 */
record RolloutContext(
        Connection connection,
        ScheduledExecutorService scheduler,
        Graces graces,
        RolloutListener listener,
        RolloutState state,
        Ledger ledger,
        Claim claim,
        Discretion discretion,
        Tasks tasks) {

    private static final Logger LOGGER = Logger.getLogger(RolloutContext.class.getName());

    static RolloutContext of(
            Connection connection,
            ScheduledExecutorService scheduler,
            Graces graces,
            RolloutListener listener,
            RolloutState state) {
        RolloutState.Frame frame = state.frame();
        Ledger ledger = new Ledger(connection, frame.namespace(), frame.workload());
        return new RolloutContext(
                connection,
                scheduler,
                graces,
                listener,
                state,
                ledger,
                new Claim(ledger),
                new Discretion(),
                new Tasks());
    }

    /** For putting back what ran before: with a share of the connection of its own, and the same claim. */
    RolloutContext undoing(RolloutState before, RolloutListener teller) {
        return new RolloutContext(
                connection.share(), scheduler, graces, teller, before, ledger, claim, discretion, new Tasks());
    }

    String namespace() {
        return state.frame().namespace();
    }

    RolloutOptions options() {
        return state.frame().options();
    }

    ObjectRef ref(HasMetadata object) {
        return ObjectRef.of(object, namespace());
    }

    TrackedObject<?> target(HasMetadata object) {
        return state.get(ref(object));
    }

    /** What was applied for the workload once, and is no longer described. */
    List<ObjectRef> undescribed() {
        return ledger.owned().stream().filter(ref -> state.get(ref) == null).toList();
    }

    void tell(RolloutEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A listener of a rollout failed", e);
        }
    }

    /** @param object {@code null} if it is about none */
    void warn(ObjectRef object, String message) {
        tell(new RolloutEvent.Warning(Rollout.now(), object, message));
    }

    /** What the API server has to say although it takes an object. */
    void warn(ObjectRef object, ApiAnswer<?> answer) {
        answer.warnings().forEach(text -> warn(object, discretion.hide(text)));
    }

    void removed(ObjectRef object, String why) {
        tell(new RolloutEvent.Removed(Rollout.now(), object, why));
    }

    void removed(List<ObjectRef> objects, String why) {
        objects.forEach(ref -> removed(ref, why));
    }

    /** @param why of what was deleted */
    void tell(Pruning.Deletion deletion, String why) {
        removed(deletion.deleted(), why);
        if (!deletion.left().isEmpty()) {
            warn(null, Messages.Rollout_undeleted(deletion.whatIsLeft()));
        }
    }

    /** Why a request failed, in one sentence. */
    String why(Throwable problem) {
        return discretion.hide(Sentences.of(connection.failure(problem).message()));
    }

    /** What the API server says against an object. */
    String refusal(ObjectRef object, Throwable problem) {
        return discretion.hide(Refusals.sentence(object, problem, connection));
    }
}
