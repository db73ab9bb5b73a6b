package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The objects of a workload, in several revisions. */
record WorkloadRevisions(String name) {

    /** The workload of a run; each run has its own. */
    static WorkloadRevisions of(int run) {
        return new WorkloadRevisions("w" + run);
    }

    /** With this annotation, a pod never becomes ready; the kwok stages of the control plane define the annotation. */
    private static final Map<String, String> INVALID_IMAGE = Map.of("deploy-workload.test/failure", "image-invalid");

    /** With this annotation, which the kwok stages define too, a pod becomes ready after a delay. */
    private static final String READY_AFTER = "deploy-workload.test/ready-after";

    static final String FOUR_SECONDS = "4s";

    /** A delay that is longer than the timeout of every deploy. */
    static final String NEVER = "600s";

    /** A healthy revision. */
    List<HasMetadata> first() {
        return List.of(settings("one"), service(80), deployment(2, "nginx:1", Map.of()));
    }

    /** A healthy revision in which every object differs from {@link #first}. */
    List<HasMetadata> second() {
        return List.of(settings("two"), service(81), deployment(3, "nginx:2", Map.of()));
    }

    /** A revision that becomes healthy after a delay. */
    List<HasMetadata> slow(String readyAfter) {
        return List.of(settings("two"), service(81), deployment(2, "nginx:2", Map.of(READY_AFTER, readyAfter)));
    }

    /** A revision that never becomes healthy, with one more object. */
    List<HasMetadata> broken() {
        return List.of(settings("two"), extra(), service(81), deployment(2, "nginx:2", INVALID_IMAGE));
    }

    List<HasMetadata> firstAndExtra() {
        return List.of(settings("one"), extra(), service(80), deployment(2, "nginx:1", Map.of()));
    }

    /** A healthy revision with an autoscaler. */
    List<HasMetadata> autoscaled() {
        return List.of(settings("two"), service(81), deployment(null, "nginx:2", Map.of()), autoscaler());
    }

    List<HasMetadata> stateful() {
        return List.of(settings("one"), service(80), statefulSet("nginx:1", Map.of()));
    }

    List<HasMetadata> statefulSecond() {
        return List.of(settings("two"), service(81), statefulSet("nginx:2", Map.of()));
    }

    List<HasMetadata> statefulSlow() {
        return List.of(settings("two"), service(81), statefulSet("nginx:2", Map.of(READY_AFTER, "2s")));
    }

    List<HasMetadata> statefulBroken() {
        return List.of(settings("two"), extra(), service(81), statefulSet("nginx:2", INVALID_IMAGE));
    }

    /** A healthy revision with a custom resource. */
    List<HasMetadata> custom() {
        return with(first(), customObject(1));
    }

    List<HasMetadata> customSecond() {
        return with(second(), customObject(2));
    }

    List<HasMetadata> customSlow() {
        return with(slow(FOUR_SECONDS), customObject(2));
    }

    List<HasMetadata> customBroken() {
        return with(broken(), customObject(2));
    }

    private static List<HasMetadata> with(List<HasMetadata> objects, HasMetadata object) {
        return Stream.concat(objects.stream(), Stream.of(object)).toList();
    }

    private HasMetadata customObject(int size) {
        return CustomKind.object(metadata(""), size);
    }

    ConfigMap extra() {
        return configMap("-extra", "more");
    }

    ConfigMap settings(String value) {
        return configMap("-settings", value);
    }

    Job job() {
        PodTemplateSpec podTemplate = podTemplate("busybox:1", Map.of());
        podTemplate.getSpec().setRestartPolicy("Never");
        return new JobBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .withBackoffLimit(0)
                .withTemplate(podTemplate)
                .endSpec()
                .build();
    }

    private HorizontalPodAutoscaler autoscaler() {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", name)
                .withMinReplicas(1)
                .withMaxReplicas(4)
                .endSpec()
                .build();
    }

    private StatefulSet statefulSet(String image, Map<String, String> annotations) {
        return new StatefulSetBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .withReplicas(2)
                .withServiceName(name)
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, name)
                .endSelector()
                .withTemplate(podTemplate(image, annotations))
                .endSpec()
                .build();
    }

    private Deployment deployment(Integer replicas, String image, Map<String, String> annotations) {
        return new DeploymentBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, name)
                .endSelector()
                .withTemplate(podTemplate(image, annotations))
                .endSpec()
                .build();
    }

    private PodTemplateSpec podTemplate(String image, Map<String, String> annotations) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(RolloutRequest.NAME_LABEL, name)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    private Service service(int port) {
        return new ServiceBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .addToSelector(RolloutRequest.NAME_LABEL, name)
                .addNewPort()
                .withName("http")
                .withPort(port)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }

    private ConfigMap configMap(String suffix, String value) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(suffix))
                .addToData("value", value)
                .build();
    }

    private ObjectMeta metadata(String suffix) {
        return new ObjectMetaBuilder()
                .withName(name + suffix)
                .addToLabels(RolloutRequest.NAME_LABEL, name)
                .build();
    }
}
