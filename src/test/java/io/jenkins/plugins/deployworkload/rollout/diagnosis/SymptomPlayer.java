package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes the status and the events of pods in the words of the scheduler or kubelet. The pods have the annotation
 * {@link #PLAYED}, so that the simulated nodes leave their status alone.
 */
final class SymptomPlayer implements AutoCloseable {

    /** Key and value of the annotation, for {@code TestObjects.podTemplate}. */
    static final String[] PLAYED = {"failure", "played"};

    private final TestCluster cluster;
    private final SharedIndexInformer<Pod> informer;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /**
     * @param when the pods on which this class acts
     * @param play called once for each of these pods
     */
    SymptomPlayer(TestCluster cluster, Predicate<Pod> when, BiConsumer<SymptomPlayer, Pod> play) {
        this.cluster = cluster;
        informer = cluster.admin().pods().inNamespace(cluster.namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                if (when.test(pod) && seen.add(pod.getMetadata().getUid())) {
                    play.accept(SymptomPlayer.this, pod);
                }
            }

            @Override
            public void onUpdate(Pod old, Pod pod) {
                onAdd(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean stateUnknown) {}
        });
    }

    /** @param status the changed fields, as JSON; conditions are merged by their type */
    void patchStatus(Pod pod, String status) {
        cluster.admin()
                .pods()
                .inNamespace(cluster.namespace)
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"status\":" + status + "}");
    }

    /** Writes a condition of the pod. */
    void condition(Pod pod, String type, String status, String reason, String message) {
        patchStatus(pod, "{\"conditions\":[" + conditionJson(type, status, reason, message) + "]}");
    }

    /** Binds the pod to a node, as the scheduler does. */
    static void bind(TestCluster cluster, Pod pod) {
        cluster.admin()
                .bindings()
                .inNamespace(cluster.namespace)
                .resource(new BindingBuilder()
                        .withNewMetadata()
                        .withName(pod.getMetadata().getName())
                        .endMetadata()
                        .withNewTarget()
                        .withKind("Node")
                        .withName("node-1")
                        .endTarget()
                        .build())
                .create();
    }

    static String conditionJson(String type, String status, String reason, String message) {
        return "{\"type\":\"%s\",\"status\":\"%s\",\"reason\":%s,\"message\":%s,\"lastTransitionTime\":\"%s\"}"
                .formatted(type, status, quote(reason), quote(message), now());
    }

    static String quote(String text) {
        return text == null
                ? "null"
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Makes the pod run and ready, as its node does when the failure is over. */
    void makeReady(Pod pod) {
        String containers = pod.getSpec().getContainers().stream()
                .map(container -> ("{\"name\":\"%s\",\"image\":\"%s\",\"imageID\":\"sha256:1\",\"ready\":true,"
                                + "\"started\":true,\"restartCount\":0,\"state\":{\"running\":{\"startedAt\":\"%s\"}}}")
                        .formatted(container.getName(), container.getImage(), now()))
                .collect(Collectors.joining(","));
        String conditions = Map.of(
                        "PodReadyToStartContainers", "True",
                        "Initialized", "True",
                        "ContainersReady", "True",
                        "Ready", "True")
                .entrySet()
                .stream()
                .map(entry -> conditionJson(entry.getKey(), entry.getValue(), null, null))
                .collect(Collectors.joining(","));
        patchStatus(
                pod,
                "{\"phase\":\"Running\",\"reason\":null,\"message\":null,\"containerStatuses\":[" + containers
                        + "],\"initContainerStatuses\":[],\"conditions\":[" + conditions + "]}");
    }

    /** Creates a warning event about an object of the namespace. */
    void warning(HasMetadata object, String fieldPath, String reason, String message) {
        String now = now();
        cluster.create(new EventBuilder()
                .withNewMetadata()
                .withName(object.getMetadata().getName() + "." + UUID.randomUUID())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(cluster.namespace)
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withFieldPath(fieldPath)
                .endInvolvedObject()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withNewSource("played", null)
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .build());
    }

    @Override
    public void close() {
        informer.close();
    }
}
