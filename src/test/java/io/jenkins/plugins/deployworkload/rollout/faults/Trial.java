package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** One rollout in trouble, and what is to be thought of its end. */
final class Trial {

    private static final String STOPPED = "somebody stops it";

    private final Fault cell;
    private final FaultEnvironment site;
    private final Scenario story;
    private final int run;
    private final Random random;
    private final SampleWorkload workload;
    private final DeployRunner deploys;
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<FutureTask<Optional<RolloutResult>>> newer = new AtomicReference<>();

    Trial(Fault cell, FaultEnvironment site, int run, long seed, ScheduledExecutorService scheduler) {
        this.cell = cell;
        this.site = site;
        this.story = cell.scenario(run);
        this.run = run;
        this.random = new Random(seed * 1_000_003 + cell.name().hashCode() * 1009L + run);
        this.workload = new SampleWorkload("w" + run);
        this.deploys = new DeployRunner(site.namespace(), workload.name(), cell.timeout(), scheduler);
    }

    /** {@code HTTP_503, run 17, BROKEN_KEPT}. */
    @Override
    public String toString() {
        return cell + ", run " + run + ", " + story;
    }

    /** Counted within its cell, from 0 on. */
    int number() {
        return run;
    }

    /** Without trouble: what is there before. */
    void prepare() throws InterruptedException {
        List<HasMetadata> before = story.previous(workload);
        if (!before.isEmpty()) {
            Optional<RolloutResult> result = deploys.deploy(site.directConnection(), before, RolloutOptions.defaults());
            if (!succeeded(result)) {
                throw new AssertionError(this + ": cannot be prepared: " + result);
            }
        }
    }

    TrialResult run() throws InterruptedException {
        LiveObjects before = readLiveObjects();
        Optional<RolloutResult> result;
        boolean brief;
        try (InjectedFault trouble = cell.inject(site, random, run)) {
            result = deploy(trouble);
            brief = trouble.isBrief();
        }
        Optional<RolloutResult> other = newer.get() == null ? Optional.empty() : join(newer.get());
        if (result.isEmpty()) {
            return new TrialResult(Verdict.HUNG, "after " + DeployRunner.HANG_TIMEOUT.toSeconds() + " s");
        }
        if (newer.get() != null && !succeeded(other)) {
            // Where everybody suffers, so did the newer one.
            return new TrialResult(cell.isOutage() ? Verdict.REPORTED : Verdict.BLOCKED, "the newer one: " + other);
        }
        TrialResult judgement = new ResultChecker(
                        story,
                        workload,
                        before,
                        readLiveObjects(),
                        List.copyOf(warnings),
                        newer.get() != null,
                        cell.truthfulReason())
                .check(result.get());
        if (judgement.verdict() != Verdict.REPORTED) {
            return judgement;
        }
        if (brief) {
            return new TrialResult(Verdict.GAVE_UP, judgement.reason());
        }
        return story.end() == Scenario.ExpectedEnd.HEALTHY && !cell.isOutage() ? redeploy(judgement) : judgement;
    }

    private Optional<RolloutResult> deploy(InjectedFault trouble) throws InterruptedException {
        return switch (story) {
            case ABORTED -> stopped(trouble);
            case RESUMED_AFTER_RESTART -> resumed(trouble);
            default ->
                deploys.deploy(trouble.config(), story.deployed(workload), story.options(), listener(trouble), b -> {});
        };
    }

    /** Keeps what is said, and passes on that the rollout waits. */
    private RolloutListener listener(InjectedFault trouble) {
        return event -> {
            switch (event) {
                case RolloutEvent.Warning warning -> warnings.add(warning.message());
                case RolloutEvent.Deleted removed ->
                    warnings.add(removed.object().label() + ": " + removed.message());
                case RolloutEvent.Waiting watching -> {
                    Thread.ofVirtual().start(trouble::onWaiting);
                    startNewer();
                }
                default -> {
                    // Not about the end state.
                }
            }
        };
    }

    /** Once: a rollback waits, too. */
    private void startNewer() {
        List<HasMetadata> objects = story.newer(workload);
        FutureTask<Optional<RolloutResult>> task =
                task(() -> deploys.deploy(site.directConnection(), objects, story.options()));
        if (!objects.isEmpty() && newer.compareAndSet(null, task)) {
            Thread.ofVirtual().name("newer").start(task);
        }
    }

    private static <T> FutureTask<T> task(Callable<T> call) {
        return new FutureTask<>(call);
    }

    /** Right after one of the objects was applied, or when all are. */
    private Optional<RolloutResult> stopped(InjectedFault trouble) throws InterruptedException {
        RolloutListener heard = listener(trouble);
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicInteger left =
                new AtomicInteger(1 + random.nextInt(story.deployed(workload).size() + 1));
        return deploys.deploy(
                trouble.config(),
                story.deployed(workload),
                story.options(),
                event -> {
                    heard.on(event);
                    if ((event instanceof RolloutEvent.Applied || event instanceof RolloutEvent.Waiting)
                            && left.decrementAndGet() == 0) {
                        rollout.thenAccept(begun -> begun.stop(STOPPED));
                    }
                },
                rollout::complete);
    }

    /** What is left of the first engine does nothing any more when the second begins, as after a restart. */
    private Optional<RolloutResult> resumed(InjectedFault trouble) throws InterruptedException {
        RolloutListener heard = listener(trouble);
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicReference<String> memory = new AtomicReference<>();
        Optional<RolloutResult> first = deploys.deploy(
                trouble.config(),
                story.deployed(workload),
                story.options(),
                event -> {
                    heard.on(event);
                    if (event instanceof RolloutEvent.Waiting watching) {
                        memory.set(watching.checkpoint().toJson());
                        rollout.thenAccept(begun -> begun.stop(STOPPED));
                    }
                },
                rollout::complete);
        return first.isPresent() && first.get().outcome() == Outcome.ABORTED
                ? deploys.resume(trouble.config(), memory.get(), heard)
                : first;
    }

    /** Whoever was refused deploys again when the trouble is over. */
    private TrialResult redeploy(TrialResult judgement) throws InterruptedException {
        Optional<RolloutResult> result =
                deploys.deploy(site.directConnection(), story.deployed(workload), story.options());
        return succeeded(result)
                ? judgement
                : new TrialResult(Verdict.BLOCKED, judgement.reason() + " Then: " + result);
    }

    private LiveObjects readLiveObjects() {
        List<HasMetadata> asked = new ArrayList<>(story.previous(workload));
        asked.addAll(story.deployed(workload));
        asked.addAll(story.newer(workload));
        return new LiveObjects(site.plane().client(), site.namespace(), workload, asked);
    }

    private static boolean succeeded(Optional<RolloutResult> result) {
        return result.filter(ended -> ended.outcome() == Outcome.SUCCEEDED).isPresent();
    }

    private static Optional<RolloutResult> join(FutureTask<Optional<RolloutResult>> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
