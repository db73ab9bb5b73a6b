package io.jenkins.plugins.deployworkload.rollout.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.discovery.ServedKind;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ApiSerialization;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.http.ServerObject;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Diagnosis;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.EventFilter;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.GuardedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.NodeSummary;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.PodSelector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.LiveState;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import io.jenkins.plugins.deployworkload.rollout.status.AutoscalerHealth;
import io.jenkins.plugins.deployworkload.rollout.status.CronJobSchedule;
import io.jenkins.plugins.deployworkload.rollout.status.ServiceHealth;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads objects of a hostile or broken API server: random parts of them are missing, {@code null} or of another type. An
 * object is either refused when it is received, or everything that reads it copes.
 */
class IncompleteObjectsTest {

    private static final long SEED = Long.getLong("incompleteObjects.seed", 1);
    private static final int SCENES = Integer.getInteger("incompleteObjects.scenes", 50);

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:30Z");
    private static final KubernetesSerialization SERIALIZATION = new ApiSerialization();
    private static final ServedKind WIDGET =
            new ServedKind(ResourceType.generic("example.com/v1", "Widget", "widgets", true), true);

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.ofEntries(
            Map.entry("Deployment", Deployment.class),
            Map.entry("StatefulSet", StatefulSet.class),
            Map.entry("DaemonSet", DaemonSet.class),
            Map.entry("Job", Job.class),
            Map.entry("CronJob", CronJob.class),
            Map.entry("Pod", Pod.class),
            Map.entry("ReplicaSet", ReplicaSet.class),
            Map.entry("Event", Event.class),
            Map.entry("Node", NodeSummary.class),
            Map.entry("Service", Service.class),
            Map.entry("HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("PersistentVolumeClaim", PersistentVolumeClaim.class));

    private static final Set<String> CACHED = Set.of("Pod", "ReplicaSet", "Event", "Node");
    private static final Set<String> CONTROLLERS = Set.of("Deployment", "StatefulSet", "DaemonSet", "Job", "Pod");

    private final Random random = new Random(SEED);
    private final List<JsonNode> objects = objects();
    private final Map<String, String> problems = Collections.synchronizedMap(new TreeMap<>());
    private final Logger detectors = Logger.getLogger(GuardedDetector.class.getName());
    private int received;

    /** A detector that throws detects nothing, and its guard logs the exception. */
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            record(entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        detectors.addHandler(log);
        detectors.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        detectors.removeHandler(log);
        detectors.setUseParentHandlers(true);
    }

    private static List<JsonNode> objects() {
        try (InputStream yaml = IncompleteObjectsTest.class.getResourceAsStream("objects.yaml")) {
            List<JsonNode> all = new ArrayList<>();
            new KubernetesSerialization().unmarshal(yaml, JsonNode.class).forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all objects together, each of them damaged with a probability of one half. */
    private void play() {
        List<HasMetadata> scene =
                objects.stream().flatMap(object -> receive(object).stream()).toList();
        received += scene.size();
        WorkloadCache cache = new WorkloadCache(NOW.minusSeconds(20));
        EventFilter filter = new EventFilter(Set.of("web"));
        for (HasMetadata object : scene) {
            if (CACHED.contains(object.getKind())) {
                attempt(() -> cache(cache, filter, object));
            }
        }
        attempt(cache::pendingClaims);
        attempt(() -> cache.pod("web-0"));
        List<HasMetadata> controllers = scene.stream()
                .filter(object -> CONTROLLERS.contains(object.getKind()))
                .toList();
        for (HasMetadata object : scene) {
            attempt(() -> track(object));
            attempt(() -> Redaction.ofObjects(List.of(object)).hide("secret-value"));
            attempt(() -> describe(object, controllers));
        }
        controllers.forEach(controller -> attempt(() -> diagnose(cache, controller, scene)));
        scene.forEach(object -> attempt(() -> cache.delete(object)));
    }

    private static void cache(WorkloadCache cache, EventFilter filter, HasMetadata object) {
        if (object instanceof Event event) {
            if (!filter.accepts(event)) {
                return;
            }
            Events.lastSeenInstant(event);
        }
        cache.upsert(object);
        cache.isRelevant(object);
    }

    private void diagnose(WorkloadCache cache, HasMetadata controller, List<HasMetadata> scene) {
        Diagnosis diagnosis = new Diagnosis(new GracePeriods(0), System::nanoTime);
        diagnosis.diagnose(cache, controller);
        diagnosis.diagnose(cache, controller);
        PodSelector.of(controller).ifPresent(selector -> {
            selector.requires("app", "web");
            selector.requiredLabel();
            scene.forEach(selector::matches);
        });
        if (controller instanceof StatefulSet set) {
            cache.stuckPods(set);
        }
        if (controller instanceof DaemonSet set) {
            cache.notReadyNodes(set);
        }
        cache.digests(PodTemplates.images(controller));
    }

    /** Applies the object and waits for it. The response, the live state and the event are damaged in other ways. */
    private void track(HasMetadata object) {
        Optional<ServedKind> custom =
                Optional.of(WIDGET).filter(kind -> kind.type().apiVersion().equals(object.getApiVersion()));
        ObjectRef ref = ObjectRef.of(object, "shop");
        TrackedObject<?> tracked = TrackedObject.of(ref, StatusReaders.of(ref, custom));
        JsonNode original = objects.stream()
                .filter(candidate ->
                        object.getKind().equals(candidate.path("kind").asText()))
                .findFirst()
                .orElseThrow();
        receive(original).ifPresent(live -> tracked.liveState(LiveState.fromRead(live)));
        if (object.getMetadata().getUid() == null || object.getMetadata().getResourceVersion() == null) {
            // The connection refuses such a response.
            return;
        }
        tracked.recordApplied(new ApiResponse<>(object, 200, List.of()), false);
        Json.MAPPER.valueToTree(tracked.applied()).toString();
        if (tracked.kind() == null) {
            return;
        }
        for (Optional<HasMetadata> event : List.of(Optional.of(object), receive(original), receive(original))) {
            event.ifPresent(tracked::update);
            tracked.status();
            tracked.isObserved();
            tracked.isDiagnosable();
            tracked.settle();
        }
        tracked.recordDeleted(tracked.lastSeen());
        tracked.status();
    }

    private static void describe(HasMetadata object, List<HasMetadata> controllers) {
        switch (object) {
            case Service service -> ServiceHealth.problem(service, controllers);
            case HorizontalPodAutoscaler autoscaler -> AutoscalerHealth.problem(autoscaler);
            case CronJob job -> CronJobSchedule.describe(job, NOW);
            default -> PodTemplates.images(object);
        }
    }

    private void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException e) {
            record(e);
        }
    }

    /** Keeps one exception for each place. */
    private void record(Throwable problem) {
        String place = Stream.of(problem.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.jenkins"))
                .limit(2)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        problems.putIfAbsent(place, problem.toString().lines().findFirst().orElse(""));
    }

    /** The object as the connection returns it; empty if it is refused. */
    private Optional<HasMetadata> receive(JsonNode original) {
        JsonNode object = original.deepCopy();
        for (int i = random.nextInt(5) - 2; i > 0; i--) {
            damage(object);
        }
        ((ObjectNode) object).set("apiVersion", original.get("apiVersion"));
        ((ObjectNode) object).set("kind", original.get("kind"));
        try {
            HasMetadata read = SERIALIZATION.convertValue(
                    object, TYPES.getOrDefault(original.get("kind").asText(), GenericKubernetesResource.class));
            return Optional.of(ServerObject.check(read, "/"));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Removes or replaces a random part of the tree. */
    private void damage(JsonNode root) {
        List<Runnable> damages = new ArrayList<>();
        collect(root, damages);
        damages.get(random.nextInt(damages.size())).run();
    }

    private void collect(JsonNode node, List<Runnable> damages) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                damages.add(() -> object.remove(name));
                damages.add(() -> object.set(name, replacement()));
                collect(object.get(name), damages);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                damages.add(() -> array.remove(index));
                damages.add(() -> array.set(index, replacement()));
                damages.add(() -> array.add(array.get(index).deepCopy()));
                collect(array.get(i), damages);
            }
        }
    }

    private JsonNode replacement() {
        return switch (random.nextInt(7)) {
            case 0 -> Json.MAPPER.nullNode();
            case 1 -> Json.MAPPER.createObjectNode();
            case 2 -> Json.MAPPER.createArrayNode();
            case 3 -> Json.MAPPER.getNodeFactory().textNode("");
            case 4 -> Json.MAPPER.getNodeFactory().textNode("other");
            case 5 -> Json.MAPPER.getNodeFactory().numberNode(-1);
            default -> Json.MAPPER.getNodeFactory().booleanNode(true);
        };
    }

    @Test
    void everyReaderCopesWithIncompleteObjects() {
        for (int scene = 0; scene < SCENES; scene++) {
            play();
        }
        assertThat(received).as("objects that were not refused").isGreaterThan(SCENES);
        assertThat(problems).isEmpty();
    }
}
