package io.jenkins.plugins.deployworkload.bench.scale;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.bench.Cleaner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Creates pods and events that belong to no deploy, as a cluster of a company has them. */
final class Filler {

    private static final int CONCURRENT_REQUESTS = 32;

    private final KubernetesClient client;

    Filler(KubernetesClient client) {
        this.client = client;
    }

    /** No scheduler takes these pods, so that they cost the simulated nodes nothing. */
    void createPods(String namespace, int count) {
        createEach(
                count,
                number -> client.resource(pod(namespace, "filler-" + number)).create());
    }

    void createEvents(String namespace, int count) {
        createEach(
                count,
                number -> client.resource(event(namespace, "filler-" + number)).create());
    }

    private static void createEach(int count, IntConsumer create) {
        try (ExecutorService executor = Executors.newFixedThreadPool(CONCURRENT_REQUESTS)) {
            List<Future<?>> requests = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                requests.add(executor.submit(() -> create.accept(number)));
            }
            for (Future<?> request : requests) {
                request.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Pod pod(String namespace, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(Cleaner.FILLER, "true")
                .addToLabels("app.kubernetes.io/name", name)
                .addToAnnotations("team", "warehouse")
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("none")
                .addNewContainer()
                .withName("app")
                .withImage("registry.example/warehouse/" + name + ":1")
                .addNewEnv()
                .withName("THEME")
                .withValue("plain")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Event event(String namespace, String name) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withApiVersion("v1")
                .withName(name)
                .withNamespace(namespace)
                .endInvolvedObject()
                .withType("Warning")
                .withReason("BackOff")
                .withMessage("Back-off restarting failed container app in pod " + name)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }
}
