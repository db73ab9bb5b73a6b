package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Applies the objects of a rollout and reports the result of each. */
final class ApplyRun implements Applier.Listener {

    private static final Logger LOGGER = Logger.getLogger(ApplyRun.class.getName());

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Applier applier;
    private final Runnable onApplied;
    private final List<String> refusals = new ArrayList<>();
    private boolean superseded;

    /** @param onApplied runs when the API server has accepted an object, before the event is reported */
    ApplyRun(RolloutContext context, RolloutThread thread, Applier applier, Runnable onApplied) {
        this.context = context;
        this.thread = thread;
        this.applier = applier;
        this.onApplied = onApplied;
    }

    /**
     * Applies the objects. Returns when no request is in flight any more. After an interrupt, no further object is
     * applied.
     *
     * @return the end of the rollout if an object was refused, else empty
     */
    Optional<RolloutEnd> run(List<HasMetadata> objects) {
        Map<HasMetadata, LiveState> liveStates = context.liveStates(objects);
        try {
            thread.writeToEnd(
                    () -> {
                        applier.apply(ResourceKinds.waves(objects), liveStates::get, this);
                        return null;
                    },
                    applier::stop);
        } catch (RuntimeException problem) {
            applier.stop();
            // Errors of the API server are passed to refused().
            if (problem.getCause() instanceof TimeoutException) {
                context.state().markMutated();
                refusals.add(Messages.ApplyRun_unanswered(
                        RolloutThread.MAX_WAIT_AFTER_ABORT.toSeconds(), unanswered(objects)));
            } else {
                LOGGER.log(Level.WARNING, "Internal error while objects were applied", problem);
                refusals.add(context.describeFailure(problem));
            }
        }
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        String deleted = context.state().deletedNotRecreated();
        if (!deleted.isEmpty()) {
            refusals.add(Messages.Rollout_deletedNotRecreated(deleted));
        }
        if (!context.state().applied().isEmpty()) {
            refusals.add(Messages.ApplyRun_alreadyApplied(context.state().appliedNames()));
        }
        return Optional.of(new RolloutEnd(superseded ? Outcome.SUPERSEDED : Outcome.REFUSED, Sentences.join(refusals)));
    }

    private String unanswered(List<HasMetadata> objects) {
        return objects.stream()
                .filter(object -> context.trackedObject(object).applied() == null)
                .map(object -> context.ref(object).label())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void applied(ObjectRef ref, ApiResponse<? extends HasMetadata> answer) {
        context.mailbox().execute(() -> {
            TrackedObject<?> object = context.state().recordApplied(ref, answer);
            onApplied.run();
            context.report(new RolloutEvent.Applied(RolloutEvent.now(), object.applied()));
            context.warn(ref, answer);
        });
    }

    @Override
    public void refused(ObjectRef ref, Throwable problem) {
        context.mailbox().execute(() -> {
            if (ApiErrors.isSuperseded(problem)) {
                reportSuperseded();
                return;
            }
            if (!ApiErrors.isDefiniteRefusal(problem)) {
                context.state().markMutated();
            }
            String refusal = context.describeRefusal(ref, problem);
            // A rule that forbids the whole deploy refuses each object with the same sentence.
            if (!refusals.contains(refusal)) {
                refusals.add(refusal);
            }
        });
    }

    /** Reports once that this deploy is superseded, even if the applies of several objects detect this. */
    private void reportSuperseded() {
        if (!superseded) {
            superseded = true;
            refusals.add(context.superseded().message());
        }
    }

    @Override
    public void replacing(ObjectRef ref, Set<String> fields) {
        context.mailbox().execute(() -> {
            context.state().markMutated();
            context.state().markDeleted(ref);
            context.reportDeleted(ref, Messages.ApplyRun_deletedForReplacement());
        });
    }

    @Override
    public void awaitingDeletion(ObjectRef ref, HasMetadata terminating) {
        String finalizers = String.join(", ", terminating.getMetadata().getFinalizers());
        context.mailbox().execute(() -> {
            context.state().markAwaitingDeletion(ref);
            context.warn(ref, Messages.ApplyRun_awaitingDeletion(ref.label(), finalizers.isEmpty() ? "-" : finalizers));
        });
    }
}
