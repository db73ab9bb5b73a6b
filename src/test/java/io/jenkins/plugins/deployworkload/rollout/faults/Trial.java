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

/** One rollout with an injected fault, and the check of its result. */
final class Trial {

    private static final String STOP_REASON = "the test stops it";

    private final Fault fault;
    private final FaultEnvironment environment;
    private final Scenario scenario;
    private final int run;
    private final Random random;
    private final WorkloadRevisions workload;
    private final DeployRunner runner;
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<FutureTask<Optional<RolloutResult>>> newer = new AtomicReference<>();

    Trial(Fault fault, FaultEnvironment environment, int run, long seed, ScheduledExecutorService scheduler) {
        this.fault = fault;
        this.environment = environment;
        this.scenario = fault.scenario(run);
        this.run = run;
        this.random = new Random(seed * 1_000_003 + fault.name().hashCode() * 1009L + run);
        this.workload = new WorkloadRevisions("w" + run);
        this.runner = new DeployRunner(environment.namespace(), workload.name(), fault.timeout(), scheduler);
    }

    /** Returns for example {@code HTTP_503, run 17, BROKEN_KEPT}. */
    @Override
    public String toString() {
        return fault + ", run " + run + ", " + scenario;
    }

    /** The number of this run among the runs of the same fault, from 0. */
    int number() {
        return run;
    }

    /** Deploys the previous revision, before the fault is injected. */
    void prepare() throws InterruptedException {
        List<HasMetadata> before = scenario.previous(workload);
        if (!before.isEmpty()) {
            Optional<RolloutResult> result =
                    runner.deploy(environment.directConnection(), before, RolloutOptions.defaults());
            if (!succeeded(result)) {
                throw new AssertionError(this + ": the previous revision cannot be deployed: " + result);
            }
        }
    }

    TrialResult run() throws InterruptedException {
        LiveObjects before = readLiveObjects();
        Optional<RolloutResult> result;
        boolean isBrief;
        try (InjectedFault injected = fault.inject(environment, random, run)) {
            result = deploy(injected);
            isBrief = injected.isBrief();
        }
        Optional<RolloutResult> newerResult = newer.get() == null ? Optional.empty() : join(newer.get());
        if (result.isEmpty()) {
            return new TrialResult(Verdict.HUNG, "after " + DeployRunner.HANG_TIMEOUT.toSeconds() + " s");
        }
        if (newer.get() != null && !succeeded(newerResult)) {
            // During an outage, the newer deploy can fail too, which is not a defect.
            return new TrialResult(
                    fault.isOutage() ? Verdict.REPORTED : Verdict.BLOCKED, "the newer deploy: " + newerResult);
        }
        TrialResult trialResult = new ResultChecker(
                        scenario,
                        workload,
                        before,
                        readLiveObjects(),
                        List.copyOf(warnings),
                        newer.get() != null,
                        fault.truthfulReason())
                .check(result.get());
        if (trialResult.verdict() != Verdict.REPORTED) {
            return trialResult;
        }
        if (isBrief) {
            return new TrialResult(Verdict.GAVE_UP, trialResult.reason());
        }
        return scenario.end() == Scenario.ExpectedEnd.HEALTHY && !fault.isOutage()
                ? redeploy(trialResult)
                : trialResult;
    }

    private Optional<RolloutResult> deploy(InjectedFault injected) throws InterruptedException {
        return switch (scenario) {
            case ABORTED -> deployAndAbort(injected);
            case RESUMED_AFTER_RESTART -> deployAndResume(injected);
            default ->
                runner.deploy(
                        injected.config(),
                        scenario.deployed(workload),
                        scenario.options(),
                        listener(injected),
                        started -> {});
        };
    }

    /**
     * Records warnings and deletions. When the rollout waits, starts the fault and the newer deploy of the scenario.
     */
    private RolloutListener listener(InjectedFault injected) {
        return event -> {
            switch (event) {
                case RolloutEvent.Warning warning -> warnings.add(warning.message());
                case RolloutEvent.Deleted deleted ->
                    warnings.add(deleted.object().label() + ": " + deleted.message());
                case RolloutEvent.Waiting waiting -> {
                    Thread.ofVirtual().start(injected::onWaiting);
                    startNewer();
                }
                default -> {
                    // The check of the result does not need the other events.
                }
            }
        };
    }

    /** Starts the newer deploy. A second call has no effect, because a rollback reports the event Waiting too. */
    private void startNewer() {
        List<HasMetadata> objects = scenario.newer(workload);
        FutureTask<Optional<RolloutResult>> task =
                task(() -> runner.deploy(environment.directConnection(), objects, scenario.options()));
        if (!objects.isEmpty() && newer.compareAndSet(null, task)) {
            Thread.ofVirtual().name("newer").start(task);
        }
    }

    private static <T> FutureTask<T> task(Callable<T> call) {
        return new FutureTask<>(call);
    }

    /** Aborts the rollout after a random number of objects is applied, or when the rollout waits. */
    private Optional<RolloutResult> deployAndAbort(InjectedFault injected) throws InterruptedException {
        RolloutListener listener = listener(injected);
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicInteger remaining =
                new AtomicInteger(1 + random.nextInt(scenario.deployed(workload).size() + 1));
        return runner.deploy(
                injected.config(),
                scenario.deployed(workload),
                scenario.options(),
                event -> {
                    listener.on(event);
                    if ((event instanceof RolloutEvent.Applied || event instanceof RolloutEvent.Waiting)
                            && remaining.decrementAndGet() == 0) {
                        rollout.thenAccept(started -> started.stop(STOP_REASON));
                    }
                },
                rollout::complete);
    }

    /**
     * Simulates a restart of Jenkins: stops the rollout in the first engine, and resumes the rollout in a second
     * engine.
     */
    private Optional<RolloutResult> deployAndResume(InjectedFault injected) throws InterruptedException {
        RolloutListener listener = listener(injected);
        CompletableFuture<Rollout> rollout = new CompletableFuture<>();
        AtomicReference<String> checkpoint = new AtomicReference<>();
        Optional<RolloutResult> first = runner.deploy(
                injected.config(),
                scenario.deployed(workload),
                scenario.options(),
                event -> {
                    listener.on(event);
                    if (event instanceof RolloutEvent.Waiting waiting) {
                        checkpoint.set(waiting.checkpoint().toJson());
                        rollout.thenAccept(started -> started.stop(STOP_REASON));
                    }
                },
                rollout::complete);
        return first.isPresent() && first.get().outcome() == Outcome.ABORTED
                ? runner.resume(injected.config(), checkpoint.get(), listener)
                : first;
    }

    /** Repeats the deploy without the fault, and checks that it succeeds. */
    private TrialResult redeploy(TrialResult trialResult) throws InterruptedException {
        Optional<RolloutResult> result =
                runner.deploy(environment.directConnection(), scenario.deployed(workload), scenario.options());
        return succeeded(result)
                ? trialResult
                : new TrialResult(Verdict.BLOCKED, trialResult.reason() + " Then: " + result);
    }

    private LiveObjects readLiveObjects() {
        List<HasMetadata> objects = new ArrayList<>(scenario.previous(workload));
        objects.addAll(scenario.deployed(workload));
        objects.addAll(scenario.newer(workload));
        return new LiveObjects(environment.controlPlane().client(), environment.namespace(), workload, objects);
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
