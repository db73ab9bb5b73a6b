package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A new image whose name no runtime can read, deployed over one that runs.
 *
 * @param found from the call to the reason being told
 * @param back from the verdict to all running as before
 * @param undone what {@code kubectl rollout undo} and waiting for it take for the same
 */
record Failures(Series found, Series back, Series undone) {

    /** See the stages of the control plane's nodes. */
    private static final String FAILURE = "deploy-workload.test/failure";

    static final String INVALID = "image-invalid";

    static Failures measure(int repetitions, InProcess engine, Kubectl kubectl, Observer observer, String namespace) {
        Failures failures = new Failures(new Series(), new Series(), new Series());
        for (int i = 0; i < repetitions; i++) {
            String name = "failing-" + i;
            engine.deploy(namespace, List.of(Shop.objects(namespace, name, 1)));
            observer.awaitQuiet();
            failures.putBack(engine, namespace, failing(Shop.objects(namespace, name, 2), INVALID));
            observer.awaitQuiet();
            // The same once more, left as it is, for kubectl.
            engine.deploy(
                    namespace,
                    List.of(failing(Shop.objects(namespace, name, 3), INVALID)),
                    RolloutOptions.defaults(),
                    (index, nanos, event) -> {});
            observer.awaitQuiet();
            long start = System.nanoTime();
            kubectl.undo(namespace, name);
            failures.undone.add(System.nanoTime() - start);
        }
        return failures;
    }

    private void putBack(InProcess engine, String namespace, List<HasMetadata> objects) {
        AtomicLong told = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long start = System.nanoTime();
        RolloutResult result = engine.deploy(
                        namespace,
                        List.of(objects),
                        RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK),
                        (index, nanos, event) -> {
                            switch (event) {
                                case RolloutEvent.Found first -> told.compareAndSet(0, nanos);
                                case RolloutEvent.RollingBack begins -> failed.compareAndSet(0, nanos);
                                default -> {
                                    // Not asked for here.
                                }
                            }
                        })
                .getFirst();
        long end = System.nanoTime();
        if (result.aftermath() != Aftermath.ROLLED_BACK || told.get() == 0) {
            throw new IllegalStateException(result.message());
        }
        found.add(told.get() - start);
        back.add(end - failed.get());
    }

    static List<HasMetadata> failing(List<HasMetadata> objects, String failure) {
        return annotated(objects, FAILURE, failure);
    }

    /** With an annotation at the pods, which tells their nodes what to do with them. */
    static List<HasMetadata> annotated(List<HasMetadata> objects, String key, String value) {
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
