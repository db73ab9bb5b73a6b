package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.watch.TrackedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has a rollout's objects applied, and tells what came of each. */
final class ApplyRun implements Applier.Listener {

    private static final Logger LOGGER = Logger.getLogger(ApplyRun.class.getName());

    private final RolloutContext context;
    private final Applier applier;
    private final Runnable onApplied;
    private final List<String> refusals = new ArrayList<>();
    private boolean superseded;

    /** @param taken run when the API server has taken an object, before anybody is told */
    ApplyRun(RolloutContext context, Applier applier, Runnable taken) {
        this.context = context;
        this.applier = applier;
        this.onApplied = taken;
    }

    /** Completes normally when nothing is under way any more, with what was refused, if anything. */
    CompletableFuture<Optional<RolloutEnd>> run(List<HasMetadata> objects) {
        return applier.apply(
                        ResourceKinds.waves(objects),
                        ref -> context.state().get(ref).liveState(),
                        this)
                .handleAsync((nothing, problem) -> toEnd(problem), context.executor());
    }

    private Optional<RolloutEnd> toEnd(Throwable problem) {
        if (problem != null) {
            // Not a refusal: something that no answer of the server should have led to.
            LOGGER.log(Level.WARNING, "Applying broke", problem);
            refusals.add(context.describeFailure(problem));
        }
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        String missing = context.state().deletedNotRecreated();
        if (!missing.isEmpty()) {
            refusals.add(Messages.Rollout_deletedNotRecreated(missing));
        }
        if (!context.state().applied().isEmpty()) {
            refusals.add(Messages.ApplyRun_alreadyApplied(context.state().appliedNames()));
        }
        return Optional.of(new RolloutEnd(superseded ? Outcome.SUPERSEDED : Outcome.REFUSED, Sentences.join(refusals)));
    }

    @Override
    public void applied(ObjectRef ref, ApiResponse<? extends HasMetadata> answer) {
        context.executor().execute(() -> {
            TrackedObject<?> object = context.state().recordApplied(ref, answer);
            onApplied.run();
            context.report(new RolloutEvent.Applied(RolloutEvent.now(), object.applied()));
            context.warn(ref, answer);
        });
    }

    @Override
    public void refused(ObjectRef ref, Throwable problem) {
        context.executor().execute(() -> {
            if (ApiErrors.isSuperseded(problem)) {
                reportSuperseded();
                return;
            }
            if (!ApiErrors.isDefiniteRefusal(problem)) {
                context.state().markMutated();
            }
            refusals.add(context.describeRefusal(ref, problem));
        });
    }

    /** Said once, however many objects find it out. */
    private void reportSuperseded() {
        if (!superseded) {
            superseded = true;
            refusals.add(RolloutEnd.superseded().message());
        }
    }

    @Override
    public void replacing(ObjectRef ref, Set<String> fields) {
        context.executor().execute(() -> {
            context.state().markMutated();
            context.state().deleted(ref);
            context.reportDeleted(ref, Messages.ApplyRun_deletedForReplacement());
        });
    }

    @Override
    public void awaitingDeletion(ObjectRef ref, HasMetadata other) {
        String finalizers = String.join(", ", other.getMetadata().getFinalizers());
        context.executor().execute(() -> {
            context.state().markAwaitingDeletion(ref);
            context.warn(ref, Messages.ApplyRun_awaitingDeletion(ref.label(), finalizers.isEmpty() ? "-" : finalizers));
        });
    }
}
