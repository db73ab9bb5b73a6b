package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Figures of a failing deploy: a healthy workload is updated to an image with an invalid name.
 *
 * @param timeToReason time from the call to the first finding
 * @param timeToRollback time from the result of the deploy to the end of the rollback
 * @param kubectlUndo duration of {@code kubectl rollout undo} and {@code rollout status} for the same rollback
 */
record FailedDeploys(Series timeToReason, Series timeToRollback, Series kubectlUndo) {

    /**
     * Pod annotation that makes a simulated node report a failure; see {@code stages/failures.yaml} of the control
     * plane.
     */
    private static final String FAILURE = "deploy-workload.test/failure";

    static final String INVALID = "image-invalid";

    static FailedDeploys measure(
            int repetitions, EngineDeployer engine, KubectlDeployer kubectl, Observer observer, String namespace) {
        FailedDeploys failures = new FailedDeploys(new Series(), new Series(), new Series());
        for (int i = 0; i < repetitions; i++) {
            String name = "failing-" + i;
            engine.deploy(namespace, List.of(SampleWorkload.objects(namespace, name, 1)));
            observer.awaitQuiet();
            failures.rollBack(engine, namespace, withFailure(SampleWorkload.objects(namespace, name, 2), INVALID));
            observer.awaitQuiet();
            // The engine deploys an invalid image again and does not roll it back, so that kubectl can roll it back.
            engine.deploy(
                    namespace,
                    List.of(withFailure(SampleWorkload.objects(namespace, name, 3), INVALID)),
                    RolloutOptions.defaults(),
                    (index, nanos, event) -> {});
            observer.awaitQuiet();
            long start = System.nanoTime();
            kubectl.undo(namespace, name);
            failures.kubectlUndo.add(System.nanoTime() - start);
        }
        return failures;
    }

    private void rollBack(EngineDeployer engine, String namespace, List<HasMetadata> objects) {
        AtomicLong found = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long start = System.nanoTime();
        RolloutResult result = engine.deploy(
                        namespace,
                        List.of(objects),
                        RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK),
                        (index, nanos, event) -> {
                            switch (event) {
                                case RolloutEvent.Found finding -> found.compareAndSet(0, nanos);
                                case RolloutEvent.RollingBack rollingBack -> failed.compareAndSet(0, nanos);
                                default -> {
                                    // Other events are not measured here.
                                }
                            }
                        })
                .getFirst();
        long end = System.nanoTime();
        if (result.recovery() != RecoveryOutcome.ROLLED_BACK || found.get() == 0) {
            throw new IllegalStateException(result.message());
        }
        timeToReason.add(found.get() - start);
        timeToRollback.add(end - failed.get());
    }

    static List<HasMetadata> withFailure(List<HasMetadata> objects, String failure) {
        return withAnnotation(objects, FAILURE, failure);
    }

    /** Adds an annotation to the pod template. The annotation selects the behaviour of the simulated nodes. */
    static List<HasMetadata> withAnnotation(List<HasMetadata> objects, String key, String value) {
        objects.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .forEach(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations()
                        .put(key, value));
        return objects;
    }
}
