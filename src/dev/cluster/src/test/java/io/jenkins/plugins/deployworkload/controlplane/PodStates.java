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

/** The states of a pod, one after the other. */
record PodStates(BlockingQueue<Pod> queue, Watch watch) implements AutoCloseable {

    /** From now on. */
    static PodStates of(KubernetesClient client, String name) {
        BlockingQueue<Pod> queue = new LinkedBlockingQueue<>();
        Watch watch = client.pods().inNamespace("default").withName(name).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                queue.add(pod);
            }

            @Override
            public void onClose(WatcherException cause) {
                // Whoever waits for a state hears of none.
            }
        });
        return new PodStates(queue, watch);
    }

    /** The next one that is as said; those before it are passed over. */
    Pod next(Predicate<Pod> state) throws InterruptedException {
        Pod pod;
        do {
            pod = queue.poll(TestPods.TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (pod == null) {
                throw new AssertionError("no such state");
            }
        } while (!state.test(pod));
        return pod;
    }

    @Override
    public void close() {
        watch.close();
    }
}
