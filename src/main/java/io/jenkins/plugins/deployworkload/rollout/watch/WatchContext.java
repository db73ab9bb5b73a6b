package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The state and services that the parts of a rollout share. The revision history is not included. */
public interface WatchContext {

    Logger LOGGER = Logger.getLogger(WatchContext.class.getName());

    Connection connection();

    ScheduledExecutorService scheduler();

    GracePeriods gracePeriods();

    RolloutListener listener();

    /** The state of the rollout. Only the thread of the rollout uses the state. */
    RolloutState state();

    Redactor redactor();

    Mailbox mailbox();

    /** The resource types of all objects of the rollout. */
    ResourceTypes types();

    /** Whether the logs of containers may be read now. */
    boolean allowsContainerLogs();

    default String namespace() {
        return state().parameters().namespace();
    }

    default RolloutOptions options() {
        return state().parameters().options();
    }

    default ObjectRef ref(HasMetadata object) {
        return ObjectRef.of(object, namespace());
    }

    default TrackedObject<?> trackedObject(HasMetadata object) {
        return state().get(ref(object));
    }

    default void report(RolloutEvent event) {
        // No log has a line for a tree.
        if (!(event instanceof RolloutEvent.TreeChanged)) {
            state().reports().add();
        }
        try {
            listener().on(redactor().redactSecrets(event));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A listener of a rollout failed", e);
        }
    }

    /** @param object the object with the problem; {@code null} if the problem concerns the whole rollout */
    default void warn(ObjectRef object, String message) {
        report(new RolloutEvent.Warning(RolloutEvent.now(), object, message));
    }

    /** Reports the warnings in a successful response of the API server. */
    default void warn(ObjectRef object, ApiResponse<?> response) {
        response.warnings().forEach(text -> warn(object, redactor().redact(text)));
        response.notes().forEach(note -> warn(object, note));
    }

    default void reportDeleted(ObjectRef object, String reason) {
        report(new RolloutEvent.Deleted(RolloutEvent.now(), object, reason));
    }

    default void reportDeleted(List<ObjectRef> objects, String reason) {
        objects.forEach(ref -> reportDeleted(ref, reason));
    }

    /** The reason why a request failed, in one sentence. */
    default String describeFailure(Throwable problem) {
        if (ApiErrors.isCancelled(problem)) {
            return Messages.WatchContext_stopped();
        }
        return redactor()
                .redact(
                        Exceptions.unwrap(problem) instanceof NotAllowedException notAllowed
                                ? notAllowed.getMessage()
                                : ApiErrors.describeFailure(problem, connection()));
    }

    /** The reason why the API server, or the policy, rejected an object. */
    default String describeRefusal(ObjectRef object, Throwable problem) {
        return Exceptions.unwrap(problem) instanceof NotAllowedException
                ? describeFailure(problem)
                : redactor().redact(ApiErrors.describe(object, problem, connection()));
    }
}
