package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Reads the pod templates of objects. */
public final class PodTemplates {

    private static final PodTemplateSpec NO_PODS =
            new PodTemplateSpecBuilder().withNewSpec().endSpec().build();

    private PodTemplates() {}

    /**
     * Returns the pod template of the object; for a pod, the pod itself. The template is empty if objects of this kind
     * create no pods.
     */
    public static PodTemplateSpec of(HasMetadata object) {
        return switch (object) {
            case Deployment deployment -> deployment.getSpec().getTemplate();
            case StatefulSet set -> set.getSpec().getTemplate();
            case DaemonSet set -> set.getSpec().getTemplate();
            case Job job -> job.getSpec().getTemplate();
            case Pod pod -> new PodTemplateSpec(pod.getMetadata(), pod.getSpec());
            case CronJob job -> job.getSpec().getJobTemplate().getSpec().getTemplate();
            default -> NO_PODS;
        };
    }

    /** Returns the images in the pod template, by container name. Init containers come first. */
    public static Map<String, String> images(HasMetadata object) {
        PodSpec pod = of(object).getSpec();
        Map<String, String> images = new LinkedHashMap<>();
        pod.getInitContainers().forEach(container -> put(images, container));
        pod.getContainers().forEach(container -> put(images, container));
        return images;
    }

    private static void put(Map<String, String> images, Container container) {
        images.put(container.getName(), Objects.requireNonNullElse(container.getImage(), ""));
    }
}
