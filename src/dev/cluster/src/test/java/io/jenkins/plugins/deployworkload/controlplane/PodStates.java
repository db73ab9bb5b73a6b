package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Successive states of a pod, from a watch. */
record PodStates(BlockingQueue<Pod> queue, Watch watch) implements AutoCloseable {

    /** Starts a watch for a pod. */
    static PodStates of(KubernetesClient client, String name) {
        BlockingQueue<Pod> queue = new LinkedBlockingQueue<>();
        Watch watch = client.pods().inNamespace("default").withName(name).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                queue.add(pod);
            }

            @Override
            public void onClose(WatcherException cause) {
                // After the end of the watch, next() fails with a timeout.
            }
        });
        return new PodStates(queue, watch);
    }

    /** Waits for the next state that matches, and skips the states before it. */
    Pod next(Predicate<Pod> state) throws InterruptedException {
        Pod pod;
        do {
            pod = queue.poll(TestPods.TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (pod == null) {
                throw new AssertionError("the pod did not reach the state");
            }
        } while (!state.test(pod));
        return pod;
    }

    @Override
    public void close() {
        watch.close();
    }
}
