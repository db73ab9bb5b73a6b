package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges all objects of a rollout as they are, tells how far they have come, and why they do not go further. */
final class Judgement {

    /** What to think of the rollout. */
    sealed interface Result {}

    /** It is to be waited for. */
    record Open() implements Result {}

    /**
     * There is nothing to wait for any more.
     *
     * @param outcome that everything runs, that an object has failed, or that one is somebody else's now
     */
    record Over(Outcome outcome, String message) implements Result {}

    /** An object will certainly not run; completes with the reason, when all that belongs to it was told. */
    record Certain(ObjectRef object, CompletableFuture<Finding> reason) implements Result {}

    private final RolloutContext context;
    private final Diagnostics diagnostics;
    private final Optional<StuckPods> stuck;
    private final Runnable again;

    /**
     * @param stuck who frees pods that keep a good revision from coming back, while one is put back
     * @param again run when it is time to judge again though nothing has changed
     */
    Judgement(RolloutContext context, Diagnostics diagnostics, Optional<StuckPods> stuck, Runnable again) {
        this.context = context;
        this.diagnostics = diagnostics;
        this.stuck = stuck;
        this.again = again;
    }

    Result judge() {
        List<String> done = new ArrayList<>();
        boolean waiting = false;
        for (TrackedObject<?> object : context.state().watched()) {
            Verdict verdict = object.judge();
            String sentence = object.ref().label() + ": " + verdict.sentence();
            if (object.says(verdict.sentence())) {
                context.tell(new RolloutEvent.Progress(Rollout.now(), object.ref(), verdict.sentence()));
            }
            if (object.observed()) {
                stuck.ifPresent(pods -> pods.free(object));
            }
            Optional<CompletableFuture<Finding>> certain = reason(object, verdict.state());
            switch (verdict.state()) {
                case FAILED -> {
                    return new Over(Outcome.FAILED, sentence);
                }
                case SUPERSEDED -> {
                    return new Over(Outcome.SUPERSEDED, sentence);
                }
                case DONE -> done.add(sentence);
                case WAITING -> {
                    if (certain.isPresent()) {
                        return new Certain(object.ref(), certain.get());
                    }
                    waiting = true;
                }
            }
        }
        if (waiting) {
            return new Open();
        }
        // Only now, as it takes a while, and this is done with each event.
        List<String> notes = context.state().notes();
        String message = Stream.concat(notes.stream(), done.stream()).collect(Collectors.joining("; "));
        return new Over(Outcome.SUCCEEDED, message.isEmpty() ? Messages.Rollout_accepted() : message);
    }

    private Optional<CompletableFuture<Finding>> reason(TrackedObject<?> object, Verdict.State state) {
        return object.observed() && (state == Verdict.State.WAITING || state == Verdict.State.FAILED)
                ? diagnostics.look(object, again)
                : Optional.empty();
    }
}
