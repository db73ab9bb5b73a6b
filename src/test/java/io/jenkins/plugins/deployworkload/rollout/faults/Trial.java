package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/** One rollout with an injected fault, and the check of its result. */
final class Trial {

    /** How often the live objects are read if the API server does not answer. */
    private static final int MAX_READS = 60;

    private static final Duration READ_DELAY = Duration.ofSeconds(1);

    private final Fault fault;
    private final FaultEnvironment environment;
    private final Scenario scenario;
    private final int run;
    private final Random random;
    private final WorkloadRevisions workload;
    private final DeployRunner runner;
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private volatile String details = "";
    private final AtomicReference<FutureTask<Optional<RolloutResult>>> newer = new AtomicReference<>();

    Trial(Fault fault, FaultEnvironment environment, int run, long seed, ScheduledExecutorService scheduler) {
        this.fault = fault;
        this.environment = environment;
        this.scenario = fault.scenario(run);
        this.run = run;
        // Without the second generator, the first numbers of consecutive runs would be alike.
        this.random =
                new Random(new SplittableRandom(seed * 1_000_003 + fault.name().hashCode() * 1009L + run).nextLong());
        this.workload = WorkloadRevisions.of(run);
        this.runner = new DeployRunner(environment.namespace(), workload.name(), fault.timeout(), scheduler);
    }

    /** Returns for example {@code HTTP_503, run 17, BROKEN_KEPT}. */
    @Override
    public String toString() {
        return fault + ", run " + run + ", " + scenario + (details.isEmpty() ? "" : ", " + details);
    }

    /** The number of this run among the runs of the same fault, from 0. */
    int number() {
        return run;
    }

    /** Deploys the previous revision, before the fault is injected. */
    void prepare() throws InterruptedException {
        List<HasMetadata> before = scenario.previous(workload);
        if (!before.isEmpty() && fault.isOfHistory()) {
            prepare(List.of(workload.settings("zero")));
            environment
                    .olderHistories()
                    .put(
                            workload.name(),
                            HistoryConfigMaps.read(
                                    environment.controlPlane().client(), environment.namespace(), workload.name()));
        }
        if (!before.isEmpty()) {
            prepare(before);
        }
    }

    private void prepare(List<HasMetadata> objects) throws InterruptedException {
        Optional<RolloutResult> result = runner.deploy(environment.directEngine(), objects, RolloutOptions.defaults());
        if (!succeeded(result)) {
            throw new AssertionError(this + ": the previous revision cannot be deployed: " + result);
        }
    }

    TrialResult run() throws InterruptedException {
        LiveObjects before = readLiveObjects();
        Optional<RolloutResult> result;
        InjectedFault injected = fault.inject(environment, random, run);
        try (injected) {
            result = new ScenarioDeploy(runner, scenario, workload, random, injected, listener(injected)).run();
            details = injected.details();
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
                        injected.isHistoryKnown(),
                        fault.truthfulReason())
                .check(result.get());
        boolean isReported = trialResult.verdict() == Verdict.REPORTED;
        if (isReported && injected.isBrief()) {
            return new TrialResult(Verdict.GAVE_UP, trialResult.reason());
        }
        boolean isRepeated = fault.isOfHistory() ? !trialResult.isFault() : isReported && !fault.isOutage();
        return scenario.end() == Scenario.ExpectedEnd.HEALTHY && isRepeated
                ? redeploy(injected, trialResult)
                : trialResult;
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
                    // A rollback waits too. A deploy that starts during its last moments need not supersede it.
                    if (waiting.checkpoint().failed() == null) {
                        startNewer();
                    }
                }
                default -> {
                    // The check of the result does not need the other events.
                }
            }
        };
    }

    /** Starts the newer deploy. A second call has no effect, because a resumed deploy may wait again. */
    private void startNewer() {
        List<HasMetadata> objects = scenario.newer(workload);
        FutureTask<Optional<RolloutResult>> task =
                task(() -> runner.deploy(environment.directEngine(), objects, scenario.options()));
        if (!objects.isEmpty() && newer.compareAndSet(null, task)) {
            Thread.ofVirtual().name("newer").start(task);
        }
    }

    private static <T> FutureTask<T> task(Callable<T> call) {
        return new FutureTask<>(call);
    }

    /** Repeats the deploy without the fault, and checks that it succeeds. */
    private TrialResult redeploy(InjectedFault injected, TrialResult trialResult) throws InterruptedException {
        EngineConfig engine = new EngineConfig(environment.directConnection(), injected.nextKey());
        Optional<RolloutResult> result = runner.deploy(engine, scenario.deployed(workload), scenario.options());
        if (!succeeded(result)) {
            return new TrialResult(Verdict.BLOCKED, trialResult.reason() + " Then: " + result);
        }
        boolean isStored = readLiveObjects().history().isHealthy(scenario.deployed(workload));
        return !fault.isOfHistory() || !injected.isNoticedByNextDeploy() || isStored
                ? trialResult
                : new TrialResult(Verdict.MISREPORTED, "not stored by the next deploy: " + result);
    }

    private LiveObjects readLiveObjects() throws InterruptedException {
        List<HasMetadata> objects = new ArrayList<>(scenario.previous(workload));
        objects.addAll(scenario.deployed(workload));
        objects.addAll(scenario.newer(workload));
        for (int attempt = 1; ; attempt++) {
            try {
                return new LiveObjects(environment.controlPlane().client(), environment.namespace(), workload, objects);
            } catch (KubernetesClientException e) {
                // An outage may go on after the end of the deploy, and breaks the connections of this client too.
                if (e.getCode() != 0 || attempt == MAX_READS) {
                    throw e;
                }
                Thread.sleep(READ_DELAY);
            }
        }
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
