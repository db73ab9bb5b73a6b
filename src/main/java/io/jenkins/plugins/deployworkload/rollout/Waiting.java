package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sees what happens, and judges it with each event from {@link #begin} on until there is nothing to wait for any more. */
final class Waiting {

    private final RolloutContext context;
    private final Consumer<ConnectionFailure> unseen;
    private final Consumer<Judgement.Over> over;
    private final Diagnostics diagnostics;
    private final Observation observation;
    private final Judgement judgement;
    private final Sight sight;
    private boolean judging;
    private boolean decided;
    private boolean waited;

    /**
     * @param undoing whether a good revision is put back, from whose way broken pods are taken
     * @param unseen told that the objects cannot be seen at the moment
     * @param over told once, how it has come out
     */
    Waiting(
            RolloutContext context,
            Pruning pruning,
            boolean undoing,
            Consumer<ConnectionFailure> unseen,
            Consumer<Judgement.Over> over) {
        this.context = context;
        this.unseen = unseen;
        this.over = over;
        this.sight = new Sight(context);
        this.diagnostics = new Diagnostics(
                context.graces(),
                context.state().frame().startedAt(),
                new LogReader(context.connection(), context.namespace()),
                context.tasks(),
                context.scheduler(),
                (object, finding) -> context.tell(new RolloutEvent.Found(Rollout.now(), object, finding)));
        this.observation = new Observation(context.connection(), context.tasks(), context.state(), diagnostics.cast());
        this.judgement = new Judgement(
                context,
                diagnostics,
                undoing ? Optional.of(new StuckPods(context, diagnostics.cast(), pruning)) : Optional.empty(),
                this::changed);
    }

    /** @return completes when what there is now is known of all objects that are waited for */
    CompletableFuture<Void> watch() {
        return observation.open(this::changed, unseen);
    }

    /** Watches what tells reasons, too; not all that there is by now is of before this rollout. */
    void watchReasons() {
        observation.openReasons(false, this::changed, this::dim);
    }

    /** As {@link #watchReasons}, before anything is applied. */
    void watchReasonsFromNow() {
        observation.openReasons(true, this::changed, this::dim);
    }

    /** Completes when the first apply may be sent, without that a warning about it is missed; nobody waits long for that. */
    CompletableFuture<Void> heard() {
        return observation.heard().completeOnTimeout(null, 1, TimeUnit.SECONDS);
    }

    /** All is applied. */
    void begin() {
        judging = true;
        sight.tell();
        judge();
    }

    /**
     * Judges for the last time, by what was just asked for.
     *
     * @return whether there is still something to wait for; if not, it is told how it has come out
     */
    boolean isOpen() {
        if (!decided) {
            begin();
        }
        return !decided;
    }

    /** Judges nothing any more, and still tells what was found. */
    void rest() {
        judging = false;
        decided = true;
    }

    /** Whether there was anything to wait for. */
    boolean hasWaited() {
        return waited;
    }

    /** Completes when all is told that was found so far. */
    CompletableFuture<Void> told() {
        return diagnostics.told();
    }

    /** The objects cannot be seen at the moment, which will pass. */
    void say(ConnectionFailure failure) {
        sight.unseen(failure);
    }

    /** Why something does not run, as far as that shows at the moment. */
    List<Finding> findings() {
        return diagnostics.present();
    }

    /** The digests of images that pods run, as far as pods were seen. */
    Map<String, String> digests(Map<String, String> images) {
        return diagnostics.cast().digests(images);
    }

    void close() {
        judging = false;
        observation.close();
        diagnostics.close();
    }

    private void changed() {
        if (judging) {
            judge();
        }
    }

    private void judge() {
        switch (judgement.judge()) {
            case Judgement.Open open -> {
                waited = true;
                watchReasons();
            }
            case Judgement.Over result -> {
                rest();
                over.accept(result);
            }
            case Judgement.Certain certain -> {
                rest();
                context.tasks()
                        .after(
                                certain.reason(),
                                why -> over.accept(new Judgement.Over(
                                        Outcome.FAILED, certain.object().label() + ": " + why.sentence())));
            }
        }
    }

    private void dim(String what, ConnectionFailure failure) {
        sight.dim(what, failure);
        if (judging) {
            sight.tell();
        }
    }
}
