package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.FindingReporter;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges all objects of a rollout as they are, tells how far they have come, and why they do not go further. */
public final class StatusAggregator {

    /** What to think of the rollout. */
    sealed interface Result {}

    /** It is to be waited for. */
    record InProgress() implements Result {}

    /**
     * There is nothing to wait for any more.
     *
     * @param outcome that everything runs, that an object has failed, or that one is somebody else's now
     */
    public record Finished(Outcome outcome, String message) implements Result {}

    /** An object will certainly not run; completes with the reason, when all that belongs to it was told. */
    record CertainFailure(ObjectRef object, CompletableFuture<Finding> reason) implements Result {}

    private final WatchContext context;
    private final FindingReporter findingReporter;
    private final Consumer<TrackedObject<?>> onObserved;
    private final Runnable recheck;

    /**
     * @param onObserved called with each object whose status is about what was applied
     * @param again run when it is time to judge again though nothing has changed
     */
    StatusAggregator(
            WatchContext context, FindingReporter diagnostics, Consumer<TrackedObject<?>> onObserved, Runnable again) {
        this.context = context;
        this.findingReporter = diagnostics;
        this.onObserved = onObserved;
        this.recheck = again;
    }

    Result aggregate() {
        List<String> done = new ArrayList<>();
        boolean waiting = false;
        for (TrackedObject<?> object : context.state().watched()) {
            StatusResult verdict = object.status();
            String sentence = object.ref().label() + ": " + verdict.message();
            if (object.messageChanged(verdict.message())) {
                context.report(new RolloutEvent.Progress(RolloutEvent.now(), object.ref(), verdict.message()));
            }
            if (object.isObserved()) {
                onObserved.accept(object);
            }
            Optional<CompletableFuture<Finding>> certain = diagnose(object, verdict.state());
            switch (verdict.state()) {
                case FAILED -> {
                    return new Finished(Outcome.FAILED, sentence);
                }
                case SUPERSEDED -> {
                    return new Finished(Outcome.SUPERSEDED, sentence);
                }
                case HEALTHY -> done.add(sentence);
                case IN_PROGRESS -> {
                    if (certain.isPresent()) {
                        return new CertainFailure(object.ref(), certain.get());
                    }
                    waiting = true;
                }
            }
        }
        if (waiting) {
            return new InProgress();
        }
        // Only now, as it takes a while, and this is done with each event.
        List<String> notes = context.state().healthNotes();
        String message = Stream.concat(notes.stream(), done.stream()).collect(Collectors.joining("; "));
        return new Finished(Outcome.SUCCEEDED, message.isEmpty() ? Messages.StatusAggregator_accepted() : message);
    }

    private Optional<CompletableFuture<Finding>> diagnose(TrackedObject<?> object, StatusResult.State state) {
        return object.isObserved() && (state == StatusResult.State.IN_PROGRESS || state == StatusResult.State.FAILED)
                ? findingReporter.diagnose(object.ref(), object.lastSeen(), recheck)
                : Optional.empty();
    }
}
