package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.ApiAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has a rollout's objects applied, and tells what came of each. */
final class Applying implements Applier.Sink {

    private static final Logger LOGGER = Logger.getLogger(Applying.class.getName());

    private final RolloutContext context;
    private final Applier applier;
    private final Runnable taken;
    private final List<String> refusals = new ArrayList<>();
    private boolean superseded;

    /** @param taken run when the API server has taken an object, before anybody is told */
    Applying(RolloutContext context, Applier applier, Runnable taken) {
        this.context = context;
        this.applier = applier;
        this.taken = taken;
    }

    /** Completes normally when nothing is under way any more, with what was refused, if anything. */
    CompletableFuture<Optional<Ending>> apply(List<HasMetadata> objects) {
        return applier.apply(
                        Kinds.stages(objects), ref -> context.state().get(ref).before(), this)
                .handleAsync((nothing, problem) -> refusal(problem), context.tasks());
    }

    private Optional<Ending> refusal(Throwable problem) {
        if (problem != null) {
            // Not a refusal: something that no answer of the server should have led to.
            LOGGER.log(Level.WARNING, "Applying broke", problem);
            refusals.add(context.why(problem));
        }
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        String missing = context.state().missing();
        if (!missing.isEmpty()) {
            refusals.add(Messages.Rollout_missing(missing));
        }
        if (!context.state().applied().isEmpty()) {
            refusals.add(Messages.Rollout_alreadyApplied(context.state().appliedNames()));
        }
        return Optional.of(new Ending(superseded ? Outcome.SUPERSEDED : Outcome.REFUSED, Sentences.join(refusals)));
    }

    @Override
    public void applied(ObjectRef ref, ApiAnswer<? extends HasMetadata> answer) {
        context.tasks().execute(() -> {
            TrackedObject<?> object = context.state().taken(ref, answer);
            taken.run();
            context.tell(new RolloutEvent.Applied(Rollout.now(), object.applied()));
            context.warn(ref, answer);
        });
    }

    @Override
    public void refused(ObjectRef ref, Throwable problem) {
        context.tasks().execute(() -> {
            if (Refusals.isSuperseded(problem)) {
                lost();
                return;
            }
            if (!Refusals.isAnswer(problem)) {
                context.state().touch();
            }
            refusals.add(context.refusal(ref, problem));
        });
    }

    /** Said once, however many objects find it out. */
    private void lost() {
        if (!superseded) {
            superseded = true;
            refusals.add(Messages.Rollout_lost());
        }
    }

    @Override
    public void replacing(ObjectRef ref, Set<String> fields) {
        context.tasks().execute(() -> {
            context.state().touch();
            context.state().deleted(ref);
            context.removed(ref, Messages.Rollout_replaced());
        });
    }

    @Override
    public void awaiting(ObjectRef ref, HasMetadata other) {
        String finalizers = String.join(", ", other.getMetadata().getFinalizers());
        context.tasks().execute(() -> {
            context.state().awaits(ref);
            context.warn(ref, Messages.Rollout_awaited(ref.label(), finalizers.isEmpty() ? "-" : finalizers));
        });
    }
}
