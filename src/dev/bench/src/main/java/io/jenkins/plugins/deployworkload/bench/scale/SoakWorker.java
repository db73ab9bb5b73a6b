package io.jenkins.plugins.deployworkload.bench.scale;

import io.jenkins.plugins.deployworkload.bench.Bench;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Deploys one application again and again. If the process is killed, the next process resumes the deploy. */
final class SoakWorker {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final String name;
    private final Duration pause;
    private final Random random;
    private final Supplier<SoakProcess> processes;
    private final SoakResults results;
    private int version;

    /** @param processes the process that runs now; a killed one is never the current one */
    SoakWorker(String name, Duration pause, Random random, Supplier<SoakProcess> processes, SoakResults results) {
        this.name = name;
        this.pause = pause;
        this.random = random;
        this.processes = processes;
        this.results = results;
    }

    /** The first deploy succeeds, so that there is a revision to roll back to. */
    void run(long end) {
        deploy(SoakDeploy.NEW_IMAGE);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(pause.toNanos());
            deploy(SoakDeploy.next(random));
        }
    }

    private void deploy(SoakDeploy kind) {
        RolloutResult result = run(kind, application(kind));
        results.add(kind, result);
    }

    private Application application(SoakDeploy kind) {
        if (kind != SoakDeploy.NO_CHANGE) {
            version++;
        }
        Application application = new Shape.Web(1).application(Bench.NAMESPACE, name, version);
        return switch (kind) {
            case NEW_IMAGE, NO_CHANGE -> application;
            case INVALID_IMAGE -> application.withInvalidImages();
            case ABORT -> application.withPodsReadyAfter("10m");
        };
    }

    private RolloutResult run(SoakDeploy kind, Application application) {
        RolloutRequest request = new RolloutRequest(
                application.namespace(),
                application.name(),
                application.objects(),
                TIMEOUT,
                RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK));
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        RolloutListener listener = event -> {
            if (event instanceof RolloutEvent.Waiting) {
                waiting.complete(null);
            }
        };
        SoakProcess process = processes.get();
        RolloutCheckpoint checkpoint = null;
        while (true) {
            try (Connection connection = process.open()) {
                Rollout rollout = checkpoint == null
                        ? process.engine().start(connection, request, listener)
                        : process.engine().resume(connection, checkpoint, request.objects(), listener);
                if (kind == SoakDeploy.ABORT) {
                    waiting.thenRun(() -> rollout.stop("Stopped by the soak test"));
                }
                CompletableFuture.anyOf(rollout.result(), process.killed()).join();
                if (!process.killed().isDone()) {
                    return rollout.result().join();
                }
                checkpoint = rollout.checkpoint();
            }
            process = processes.get();
            results.addResumed();
        }
    }
}
