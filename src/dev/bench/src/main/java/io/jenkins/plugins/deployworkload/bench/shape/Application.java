package io.jenkins.plugins.deployworkload.bench.shape;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** An application: objects that are deployed together under one name. All pods have {@link #image}. */
public record Application(String namespace, String name, String image, List<HasMetadata> objects) {

    /** Name of a ConfigMap that every workload refers to. It exists before the deploy. */
    public static final String SETTINGS = "settings";

    /**
     * Pod annotation that makes a simulated node report a failure; see {@code stages/failures.yaml} of the control
     * plane.
     */
    private static final String FAILURE = "deploy-workload.test/failure";

    /** Pod annotation with the time from the start of a pod until it is ready. */
    private static final String READY = "deploy-workload.test/ready-after";

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet", "Job");

    /** The objects that run pods, each as its kind and its name, for example {@code deployment/web}. */
    public List<String> workloads() {
        return objects.stream()
                .filter(object -> WORKLOADS.contains(object.getKind()))
                .map(object -> object.getKind().toLowerCase(Locale.ROOT) + "/"
                        + object.getMetadata().getName())
                .toList();
    }

    public String yaml() {
        return yaml(objects);
    }

    /** The definitions of custom resources among the objects. */
    public List<HasMetadata> definitions() {
        return objects.stream().filter(Application::isDefinition).toList();
    }

    public String yamlWithoutDefinitions() {
        return yaml(objects.stream().filter(object -> !isDefinition(object)).toList());
    }

    private static boolean isDefinition(HasMetadata object) {
        return object.getKind().equals("CustomResourceDefinition");
    }

    /** Objects as a file with several documents. */
    public static String yaml(List<HasMetadata> objects) {
        return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
    }

    /** This application with pods that cannot pull their images, because the images' names are invalid. */
    public Application withInvalidImages() {
        return withPodAnnotation(FAILURE, "image-invalid");
    }

    /** @param delay for example {@code 25s} */
    public Application withPodsReadyAfter(String delay) {
        return withPodAnnotation(READY, delay);
    }

    private Application withPodAnnotation(String key, String value) {
        List<HasMetadata> annotated = objects.stream()
                .map(object -> object instanceof Deployment deployment ? annotate(deployment, key, value) : object)
                .toList();
        return new Application(namespace, name, image, annotated);
    }

    private static HasMetadata annotate(Deployment deployment, String key, String value) {
        return new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(key, value)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }
}
