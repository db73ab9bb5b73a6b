package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.faults.Judgement.Kind;
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

    private final Cell cell;
    private final Site site;
    private final Story story;
    private final int run;
    private final Random random;
    private final Workload workload;
    private final Deploys deploys;
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<FutureTask<Optional<RolloutResult>>> newer = new AtomicReference<>();

    Trial(Cell cell, Site site, int run, long seed, ScheduledExecutorService scheduler) {
        this.cell = cell;
        this.site = site;
        this.story = cell.story(run);
        this.run = run;
        this.random = new Random(seed * 1_000_003 + cell.name().hashCode() * 1009L + run);
        this.workload = new Workload("w" + run);
        this.deploys = new Deploys(site.namespace(), workload.name(), cell.patience(), scheduler);
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
        List<HasMetadata> before = story.before(workload);
        if (!before.isEmpty()) {
            Optional<RolloutResult> result = deploys.deploy(site.direct(), before, RolloutOptions.defaults());
            if (!succeeded(result)) {
                throw new AssertionError(this + ": cannot be prepared: " + result);
            }
        }
    }

    Judgement run() throws InterruptedException {
        Live before = look();
        Optional<RolloutResult> result;
        boolean brief;
        try (Trouble trouble = cell.open(site, random, run)) {
            result = roll(trouble);
            brief = trouble.isBrief();
        }
        Optional<RolloutResult> other = newer.get() == null ? Optional.empty() : join(newer.get());
        if (result.isEmpty()) {
            return new Judgement(Kind.NEVER_ENDED, "after " + Deploys.LIMIT.toSeconds() + " s");
        }
        if (newer.get() != null && !succeeded(other)) {
            // Where everybody suffers, so did the newer one.
            return new Judgement(cell.isOutage() ? Kind.SAID_OTHERWISE : Kind.NO_WAY_ON, "the newer one: " + other);
        }
        Judgement judgement = new Auditor(
                        story, workload, before, look(), List.copyOf(said), newer.get() != null, cell.said())
                .judge(result.get());
        if (judgement.kind() != Kind.SAID_OTHERWISE) {
            return judgement;
        }
        if (brief) {
            return new Judgement(Kind.GAVE_UP, judgement.why());
        }
        return story.end() == Story.End.RUNS && !cell.isOutage() ? wayOn(judgement) : judgement;
    }

    private Optional<RolloutResult> roll(Trouble trouble) throws InterruptedException {
        return switch (story) {
            case ABORTED -> stopped(trouble);
            case RESUMED -> resumed(trouble);
            default ->
                deploys.deploy(trouble.way(), story.described(workload), story.options(), heard(trouble), b -> {});
        };
    }

    /** Keeps what is said, and passes on that the rollout waits. */
    private RolloutListener heard(Trouble trouble) {
        return event -> {
            switch (event) {
                case RolloutEvent.Warning warning -> said.add(warning.message());
                case RolloutEvent.Removed removed -> said.add(removed.object().label() + ": " + removed.message());
                case RolloutEvent.Watching watching -> {
                    Thread.ofVirtual().start(trouble::waiting);
                    overtake();
                }
                default -> {
                    // Not about the end state.
                }
            }
        };
    }

    /** Once: a rollback waits, too. */
    private void overtake() {
        List<HasMetadata> objects = story.newer(workload);
        FutureTask<Optional<RolloutResult>> task = task(() -> deploys.deploy(site.direct(), objects, story.options()));
        if (!objects.isEmpty() && newer.compareAndSet(null, task)) {
            Thread.ofVirtual().name("newer").start(task);
        }
    }

    private static <T> FutureTask<T> task(Callable<T> call) {
        return new FutureTask<>(call);
    }

    /** Right after one of the objects was applied, or when all are. */
    private Optional<RolloutResult> stopped(Trouble trouble) throws InterruptedException {
        RolloutListener heard = heard(trouble);
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicInteger left =
                new AtomicInteger(1 + random.nextInt(story.described(workload).size() + 1));
        return deploys.deploy(
                trouble.way(),
                story.described(workload),
                story.options(),
                event -> {
                    heard.on(event);
                    if ((event instanceof RolloutEvent.Applied || event instanceof RolloutEvent.Watching)
                            && left.decrementAndGet() == 0) {
                        rollout.thenAccept(begun -> begun.stop(STOPPED));
                    }
                },
                rollout::complete);
    }

    /** What is left of the first engine does nothing any more when the second begins, as after a restart. */
    private Optional<RolloutResult> resumed(Trouble trouble) throws InterruptedException {
        RolloutListener heard = heard(trouble);
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicReference<String> memory = new AtomicReference<>();
        Optional<RolloutResult> first = deploys.deploy(
                trouble.way(),
                story.described(workload),
                story.options(),
                event -> {
                    heard.on(event);
                    if (event instanceof RolloutEvent.Watching watching) {
                        memory.set(watching.memory().toJson());
                        rollout.thenAccept(begun -> begun.stop(STOPPED));
                    }
                },
                rollout::complete);
        return first.isPresent() && first.get().outcome() == Outcome.ABORTED
                ? deploys.resume(trouble.way(), memory.get(), heard)
                : first;
    }

    /** Whoever was refused deploys again when the trouble is over. */
    private Judgement wayOn(Judgement judgement) throws InterruptedException {
        Optional<RolloutResult> result = deploys.deploy(site.direct(), story.described(workload), story.options());
        return succeeded(result) ? judgement : new Judgement(Kind.NO_WAY_ON, judgement.why() + " Then: " + result);
    }

    private Live look() {
        List<HasMetadata> asked = new ArrayList<>(story.before(workload));
        asked.addAll(story.described(workload));
        asked.addAll(story.newer(workload));
        return new Live(site.plane().client(), site.namespace(), workload, asked);
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
