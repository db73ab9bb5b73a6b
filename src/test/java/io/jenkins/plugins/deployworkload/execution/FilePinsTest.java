package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.Manifests;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests what a step lets workload files say. */
class FilePinsTest {

    private static final String IMAGES = "registry.example.com/shop/*";

    private static DeployRequest request(List<String> names, List<String> images) {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setFile("deploy/*.yaml");
        // The form and scripts omit a list without patterns.
        if (!names.isEmpty()) {
            step.setAllowedNames(names);
        }
        if (!images.isEmpty()) {
            step.setAllowedImages(images);
        }
        return step.request();
    }

    private static List<Workload> workloads(String name, String image) throws Exception {
        return YamlReader.read("""
                name: %s
                controller: {single: }
                initContainers: [{name: init, image: registry.example.com/shop/init}]
                containers: [{name: app, image: '%s'}]
                """.formatted(name, image), "web.yaml", Workload.class);
    }

    private static Map<String, List<HasMetadata>> rendered(List<Workload> workloads) {
        return workloads.stream()
                .collect(Collectors.toMap(
                        Workload::getName, workload -> WorkloadRenderer.render(workload, "shop", SecretData.NONE)));
    }

    @Test
    void allowsEverythingByDefault() throws Exception {
        List<Workload> workloads = workloads("web", "evil.example/image");
        DeployRequest request = request(List.of(), List.of());
        assertThatCode(() -> FilePins.checkNames(request, workloads)).doesNotThrowAnyException();
        assertThatCode(() -> FilePins.checkImages(request, rendered(workloads))).doesNotThrowAnyException();
    }

    @Test
    void refusesOtherNames() throws Exception {
        DeployRequest request = request(List.of("web", "web-*"), List.of());
        List<Workload> allowed = workloads("web-2", "nginx");
        assertThatCode(() -> FilePins.checkNames(request, allowed)).doesNotThrowAnyException();
        List<Workload> other = workloads("database", "nginx");
        assertThatThrownBy(() -> FilePins.checkNames(request, other))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessage("allowedNames: the file defines the workload \"database\"; allowed names: web, web-*");
    }

    @Test
    void refusesOtherImages() throws Exception {
        DeployRequest request = request(List.of(), List.of(IMAGES));
        List<Workload> allowed = workloads("web", "registry.example.com/shop/web:1");
        assertThatCode(() -> FilePins.checkImages(request, rendered(allowed))).doesNotThrowAnyException();
        for (String image :
                List.of("nginx", "registry.example.com/other/web:1", "registry.example.com.evil/shop/web")) {
            List<Workload> other = workloads("web", image);
            assertThatThrownBy(() -> FilePins.checkImages(request, rendered(other)))
                    .isInstanceOf(InvalidDescriptionException.class)
                    .hasMessage(
                            "allowedImages: web, \"Deployment web\", \"spec.template.spec.containers[app].image\": the"
                                    + " image \""
                                    + image
                                    + "\" is not allowed; allowed images: " + IMAGES);
        }
    }

    /** The author of a file could otherwise deploy any image and any name beside an allowed workload. */
    @Test
    void refusesOtherImagesAndNamesInPatchesAndObjects() throws Exception {
        DeployRequest request = request(List.of("web"), List.of(IMAGES));
        List<Workload> patched = withExtras("""
                patches:
                  - target: {kind: Deployment}
                    merge: {spec: {template: {spec: {containers: [{name: app, image: evil}]}}}}
                """);
        assertThatThrownBy(() -> FilePins.checkImages(request, rendered(patched)))
                .hasMessage("allowedImages: web, \"Deployment web\", \"spec.template.spec.containers[app].image\": the"
                        + " image \"evil\" is not allowed; allowed images: " + IMAGES);
        List<Workload> other = withExtras("""
                objects:
                  - apiVersion: batch/v1
                    kind: Job
                    metadata: {name: miner}
                    spec: {template: {spec: {containers: [{name: a, image: evil}]}}}
                """);
        assertThatThrownBy(() -> FilePins.checkImages(request, rendered(other)))
                .hasMessage("allowedImages: web, \"Job miner\", \"spec.template.spec.containers[a].image\": the image"
                        + " \"evil\" is not allowed; allowed images: " + IMAGES);
        assertThatThrownBy(() -> FilePins.checkObjectNames(request, other))
                .hasMessage("allowedNames: the file defines an object with the name \"miner\"; allowed names: web");
    }

    /** A Service may have another name than its workload. */
    @Test
    void refusesOtherNamesOfServices() throws Exception {
        DeployRequest request = request(List.of("web", "web-*"), List.of());
        List<Workload> allowed = withExtras("services: [{ports: [{port: 80}]}, {name: web-api, ports: [{port: 81}]}]");
        assertThatCode(() -> FilePins.checkNames(request, allowed)).doesNotThrowAnyException();
        List<Workload> other = withExtras("services: [{name: database, ports: [{port: 80}]}]");
        assertThatThrownBy(() -> FilePins.checkNames(request, other))
                .hasMessage("allowedNames: the file defines an object with the name \"database\"; allowed names: web,"
                        + " web-*");
    }

    @Test
    void refusesOtherNamesInManifests() throws Exception {
        DeployRequest request = request(List.of("web"), List.of());
        Manifests manifests =
                ManifestReader.read(List.of(new ReferencedFiles.YamlFile("a.yaml", """
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: web}}
                    ---
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: miner}}
                    """)), Variables.LITERAL);
        assertThatThrownBy(() -> FilePins.checkNames(request, manifests, "shop"))
                .hasMessage("allowedNames: the file defines an object with the name \"miner\"; allowed names: web");
    }

    @Test
    void onlyPatternWithNamespaceAllowsObjectOfAnotherNamespace() throws Exception {
        Manifests manifests =
                ManifestReader.read(List.of(new ReferencedFiles.YamlFile("a.yaml", """
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: shop}}
                    ---
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: kube-system}}
                    """)), Variables.LITERAL);

        assertThatCode(() -> FilePins.checkNames(request(List.of("w*", "kube-*/web"), List.of()), manifests, "shop"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> FilePins.checkNames(request(List.of("**"), List.of()), manifests, "shop"))
                .hasMessage(
                        "allowedNames: the file defines an object with the name \"kube-system/web\"; allowed names: **");
    }

    /** A volume can have the content of an image, which a container can execute. */
    @Test
    void refusesOtherImagesOfVolumes() throws Exception {
        DeployRequest request = request(List.of(), List.of(IMAGES));
        List<Workload> other = withExtras("volumes: [{name: tools, image: {reference: 'evil:1'}}]");
        assertThatThrownBy(() -> FilePins.checkImages(request, rendered(other)))
                .hasMessage(
                        "allowedImages: web, \"Deployment web\", \"spec.template.spec.volumes[tools].image.reference\":"
                                + " the image \"evil:1\" is not allowed; allowed images: " + IMAGES);
    }

    private static List<Workload> withExtras(String yaml) throws Exception {
        return YamlReader.read("""
                name: web
                controller: {single: }
                containers: [{name: app, image: registry.example.com/shop/web}]
                """ + yaml, "web.yaml", Workload.class);
    }

    @Test
    void filesUseOnlyTheCredentialsOfTheStep() throws Exception {
        List<Workload> workloads = YamlReader.read("""
                name: web
                controller: {single: }
                containers: [{name: app, image: nginx}]
                secrets:
                  - {name: a, data: [{key: a, credentialsId: mine}, {key: b, credentialsId: foreign}]}
                  - {name: b, type: kubernetes.io/basic-auth, credentialsId: admin}
                """, "web.yaml", Workload.class);
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setFile("deploy/*.yaml");
        step.setFileCredentials(List.of("mine"));
        assertThatThrownBy(() -> FilePins.checkCredentials(step.request(), workloads))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining(
                        "fileCredentials: the file of the workload \"web\" uses the credential \"foreign\"")
                .hasMessageContaining("uses the credential \"admin\"")
                .hasMessageNotContaining("\"mine\"");
        assertThatThrownBy(() -> FilePins.checkObjectNames(request(List.of("a", "web"), List.of()), workloads))
                .hasMessageContaining("the file defines an object with the name \"b\"");
        step.setFileCredentials(List.of("mine", "foreign", "admin"));
        assertThatCode(() -> FilePins.checkCredentials(step.request(), workloads))
                .doesNotThrowAnyException();

        DeployWorkloadStep inline = new DeployWorkloadStep("prod");
        inline.setWorkload(workloads.get(0));
        assertThatCode(() -> FilePins.checkCredentials(inline.request(), workloads))
                .as("the author of the step chooses the credentials")
                .doesNotThrowAnyException();
    }
}
