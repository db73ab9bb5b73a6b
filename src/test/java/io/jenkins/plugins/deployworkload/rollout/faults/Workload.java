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
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import java.util.List;

/** The objects of a workload, in two revisions. */
record Workload(String name) {

    /** Who has it never runs: see the stages of the control plane's nodes. */
    private static final String FAILURE = "deploy-workload.test/failure";

    /** Something that runs. */
    List<HasMetadata> first() {
        return List.of(settings("one"), service(80), deployment(2, "nginx:1", null));
    }

    /** Another that runs, with everything changed. */
    List<HasMetadata> second() {
        return List.of(settings("two"), service(81), deployment(3, "nginx:2", null));
    }

    /** Something that never runs, with one object more. */
    List<HasMetadata> broken() {
        return List.of(settings("two"), extra(), service(81), deployment(2, "nginx:2", "image-invalid"));
    }

    List<HasMetadata> firstAndExtra() {
        return List.of(settings("one"), extra(), service(80), deployment(2, "nginx:1", null));
    }

    ConfigMap extra() {
        return map("-extra", "more");
    }

    ConfigMap settings(String value) {
        return map("-settings", value);
    }

    Job job() {
        PodTemplateSpec pod = pod("busybox:1", null);
        pod.getSpec().setRestartPolicy("Never");
        return new JobBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .withBackoffLimit(0)
                .withTemplate(pod)
                .endSpec()
                .build();
    }

    StatefulSet statefulSet() {
        return new StatefulSetBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .withReplicas(1)
                .withServiceName(name)
                .withNewSelector()
                .addToMatchLabels(Rollout.NAME_LABEL, name)
                .endSelector()
                .withTemplate(pod("nginx:2", null))
                .endSpec()
                .build();
    }

    private Deployment deployment(int replicas, String image, String failure) {
        return new DeploymentBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels(Rollout.NAME_LABEL, name)
                .endSelector()
                .withTemplate(pod(image, failure))
                .endSpec()
                .build();
    }

    private PodTemplateSpec pod(String image, String failure) {
        PodTemplateSpec pod = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(Rollout.NAME_LABEL, name)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
        if (failure != null) {
            pod.getMetadata().getAnnotations().put(FAILURE, failure);
        }
        return pod;
    }

    private Service service(int port) {
        return new ServiceBuilder()
                .withMetadata(metadata(""))
                .withNewSpec()
                .addToSelector(Rollout.NAME_LABEL, name)
                .addNewPort()
                .withName("http")
                .withPort(port)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }

    private ConfigMap map(String suffix, String value) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(suffix))
                .addToData("value", value)
                .build();
    }

    private ObjectMeta metadata(String suffix) {
        return new ObjectMetaBuilder()
                .withName(name + suffix)
                .addToLabels(Rollout.NAME_LABEL, name)
                .build();
    }
}
