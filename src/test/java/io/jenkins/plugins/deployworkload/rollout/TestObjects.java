package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.List;
import java.util.function.Consumer;

/** Objects of the workload {@code web}, with annotations that control how kwok runs their pods. */
public final class TestObjects {

    private TestObjects() {}

    public static ObjectMeta metadata() {
        return new ObjectMetaBuilder()
                .withName("web")
                .addToLabels(RolloutRequest.NAME_LABEL, "web")
                .build();
    }

    public static PodTemplateSpec podTemplate(String image) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(RolloutRequest.NAME_LABEL, "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    public static PodTemplateSpec podTemplate(String image, Consumer<PodTemplateSpec> change) {
        PodTemplateSpec podTemplate = podTemplate(image);
        change.accept(podTemplate);
        return podTemplate;
    }

    /** @param annotations alternating keys and values */
    public static PodTemplateSpec podTemplate(String image, String... annotations) {
        return podTemplate(image, template -> {
            for (int i = 0; i < annotations.length; i += 2) {
                template.getMetadata()
                        .getAnnotations()
                        .put("deploy-workload.test/" + annotations[i], annotations[i + 1]);
            }
        });
    }

    public static Deployment deployment(int replicas, PodTemplateSpec podTemplate) {
        return new DeploymentBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, "web")
                .endSelector()
                .withTemplate(podTemplate)
                .endSpec()
                .build();
    }

    public static StatefulSetBuilder statefulSet(int replicas, PodTemplateSpec podTemplate) {
        return new StatefulSetBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName("web")
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, "web")
                .endSelector()
                .withTemplate(podTemplate)
                .endSpec();
    }

    public static DaemonSetBuilder daemonSet(PodTemplateSpec podTemplate) {
        return new DaemonSetBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, "web")
                .endSelector()
                .withTemplate(podTemplate)
                .endSpec();
    }

    public static Job job(PodTemplateSpec podTemplate) {
        podTemplate.getSpec().setRestartPolicy("Never");
        return new JobBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withBackoffLimit(0)
                .withTemplate(podTemplate)
                .endSpec()
                .build();
    }

    public static CronJob cronJob(PodTemplateSpec podTemplate) {
        return new CronJobBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withSchedule("0 3 * * *")
                .withNewJobTemplate()
                .withSpec(job(podTemplate).getSpec())
                .endJobTemplate()
                .endSpec()
                .build();
    }

    public static Service service(int port) {
        return new ServiceBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .addToSelector(RolloutRequest.NAME_LABEL, "web")
                .addNewPort()
                .withPort(port)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }

    public static PersistentVolumeClaim claim() {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    public static <T extends HasMetadata> T edit(T object, Consumer<T> change) {
        change.accept(object);
        return object;
    }

    /**
     * The fields of a live object that this plugin has applied. Unlike the resourceVersion, this does not change when a controller
     * writes the status.
     */
    public static List<Object> applied(HasMetadata live) {
        return List.of(
                live.getMetadata().getUid(),
                live.getMetadata().getGeneration(),
                live.getMetadata().getManagedFields().stream()
                        .filter(entry -> entry.getManager().equals(FieldManagers.FIELD_MANAGER))
                        .toList());
    }
}
