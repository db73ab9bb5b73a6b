package io.jenkins.plugins.deployworkload.bench.shape;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.List;
import java.util.Map;

/**
 * Makes the objects of an application. The selector of an application with one workload is the label that this plugin
 * gives to workloads of its form; the selectors of other applications have the two labels that charts have.
 */
record ObjectFactory(String namespace, String application, String image) {

    List<HasMetadata> web(String name, int replicas) {
        return List.of(serviceAccount(name), configMap(name), service(name), deployment(name, replicas, name));
    }

    ServiceAccount serviceAccount(String name) {
        return new ServiceAccountBuilder()
                .withMetadata(metadata(name))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(name))
                .addToData("page", "a page of " + name)
                .build();
    }

    Service service(String name) {
        return new ServiceBuilder()
                .withMetadata(metadata(name))
                .withNewSpec()
                .withSelector(labels(name))
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }

    /** @param account the pods' ServiceAccount */
    Deployment deployment(String name, int replicas, String account) {
        return new DeploymentBuilder()
                .withMetadata(metadata(name))
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(labels(name))
                .endSelector()
                .withTemplate(pod(name, account))
                .endSpec()
                .build();
    }

    /** @param account the pods' ServiceAccount */
    StatefulSet statefulSet(String name, int replicas, String account) {
        return new StatefulSetBuilder()
                .withMetadata(metadata(name))
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName(name)
                .withNewSelector()
                .withMatchLabels(labels(name))
                .endSelector()
                .withTemplate(pod(name, account))
                .endSpec()
                .build();
    }

    Job job(String name) {
        PodTemplateSpec pod = pod(name, "default");
        pod.getSpec().setRestartPolicy("Never");
        pod.getSpec().getContainers().getFirst().setReadinessProbe(null);
        return new JobBuilder()
                .withMetadata(metadata(name))
                .withNewSpec()
                .withTemplate(pod)
                .endSpec()
                .build();
    }

    private PodTemplateSpec pod(String name, String account) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels(name))
                .addToAnnotations("team", "shop")
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(account)
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .addNewEnv()
                .withName("THEME")
                .withNewValueFrom()
                .withNewConfigMapKeyRef("theme", Application.SETTINGS, false)
                .endValueFrom()
                .endEnv()
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi")))
                .withLimits(Map.of("memory", new Quantity("256Mi")))
                .endResources()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/ready")
                .withPort(new IntOrString(8080))
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();
    }

    private ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels(name))
                .build();
    }

    private Map<String, String> labels(String name) {
        return name.equals(application)
                ? Map.of(RolloutRequest.NAME_LABEL, name)
                : Map.of("app.kubernetes.io/instance", application, "app.kubernetes.io/name", name);
    }
}
