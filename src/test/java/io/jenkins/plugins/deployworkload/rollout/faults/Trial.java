package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.faults.Judgement.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One rollout in trouble, and what is to be thought of its end. */
final class Trial {

    /** When a rollout counts as one that does not end: it and a rollback have had their time, and requests theirs. */
    private static final Duration LIMIT = Cell.PATIENCE.multipliedBy(2).plusSeconds(150);

    private final Cell cell;
    private final Site site;
    private final Story story;
    private final int run;
    private final Random random;
    private final Workload workload;
    private final ScheduledExecutorService scheduler;

    Trial(Cell cell, Site site, int run, long seed, ScheduledExecutorService scheduler) {
        this.cell = cell;
        this.site = site;
        this.story = Story.values()[(run * 3 + cell.ordinal()) % Story.values().length];
        this.run = run;
        this.random = new Random(seed * 1_000_003 + cell.ordinal() * 1009L + run);
        this.workload = new Workload("w" + run);
        this.scheduler = scheduler;
    }

    /** {@code HTTP_503, run 17, BROKEN_KEPT}. */
    @Override
    public String toString() {
        return cell + ", run " + run + ", " + story;
    }

    /** Without trouble: what is there before. */
    void prepare() throws InterruptedException {
        List<HasMetadata> before = story.before(workload);
        if (!before.isEmpty()) {
            RolloutResult result = roll(site.direct(), before, RolloutOptions.defaults(), event -> {});
            if (result == null || result.outcome() != Outcome.SUCCEEDED) {
                throw new AssertionError(this + ": cannot be prepared: " + result);
            }
        }
    }

    Judgement run() throws InterruptedException {
        Live before = look();
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        RolloutResult result;
        try (Trouble trouble = cell.open(site, random, run)) {
            result = roll(trouble.way(), story.described(workload), story.options(), event -> {
                switch (event) {
                    case RolloutEvent.Warning warning -> said.add(warning.message());
                    case RolloutEvent.Removed removed ->
                        said.add(removed.object().label() + ": " + removed.message());
                    default -> {
                        // Not about the end state.
                    }
                }
            });
        }
        if (result == null) {
            return new Judgement(Kind.NEVER_ENDED, "after " + LIMIT.toSeconds() + " s");
        }
        Judgement judgement =
                new Auditor(story, workload, before, look(), List.copyOf(said), cell.said()).judge(result);
        return judgement.kind() == Kind.SAID_OTHERWISE && story.end() == Story.End.RUNS && !cell.isOutage()
                ? wayOn(judgement)
                : judgement;
    }

    /** Whoever was refused deploys again when the trouble is over. */
    private Judgement wayOn(Judgement judgement) throws InterruptedException {
        RolloutResult result = roll(site.direct(), story.described(workload), story.options(), event -> {});
        return result != null && result.outcome() == Outcome.SUCCEEDED
                ? judgement
                : new Judgement(Kind.NO_WAY_ON, judgement.why() + " Then: " + result);
    }

    private Live look() {
        List<HasMetadata> asked = new ArrayList<>(story.before(workload));
        asked.addAll(story.described(workload));
        asked.add(workload.extra());
        asked.add(workload.statefulSet());
        return new Live(site.plane().client(), site.namespace(), workload, asked);
    }

    /** @return {@code null} if it does not end */
    private RolloutResult roll(
            ConnectionConfig way, List<HasMetadata> objects, RolloutOptions options, RolloutListener listener)
            throws InterruptedException {
        Connections connections = new Connections(scheduler);
        RolloutResult result = null;
        try (Connection connection = connections.open(way)) {
            Rollout rollout = new RolloutEngine(scheduler)
                    .start(
                            connection,
                            new RolloutRequest(site.namespace(), workload.name(), objects, cell.patience(), options),
                            listener);
            result = rollout.result().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a rollout always completes normally", e);
        }
        if (connections.size() > 0) {
            throw new AssertionError(this + ": a rollout that has ended keeps a connection");
        }
        return result;
    }
}
