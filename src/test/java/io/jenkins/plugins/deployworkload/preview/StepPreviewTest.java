package io.jenkins.plugins.deployworkload.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The three texts of the form's preview. */
class StepPreviewTest {

    private static final String SHOP = """
            name: shop
            controller: {single: {}}
            containers:
              - name: app
                image: nginx:1.27
                env: [{name: GREETING, value: "${HOME} is here"}]
            services: [{ports: [{port: 80}]}]
            """;

    @Test
    void showsObjectsDescriptionAndStep() throws Exception {
        StepPreview preview = preview(SHOP, "prod");

        assertThat(preview.objects())
                .contains("kind: Service\n", "---\n", "kind: Deployment\n", "namespace: prod\n", "replicas: 1\n")
                .contains("value: \"${HOME} is here\"");
        assertThat(preview.workload()).startsWith("name: shop\n").contains("value: \"$${HOME} is here\"");
        assertThat(preview.step())
                .startsWith("deployWorkload cluster: 'prod', workload: [")
                .contains("single: [:]", "value: '${HOME} is here'");
        assertThat(preview.notes()).isEmpty();
    }

    /** The file that is shown describes the same workload. */
    @Test
    void shownWorkloadFileGivesTheSameWorkload() throws Exception {
        Workload described = workload(SHOP);

        Workload shown = YamlReader.read(
                        preview(SHOP, "prod").workload(), "shop.yaml", Workload.class, Variables.of(Map.of()))
                .getFirst();

        assertThat(TreeWriter.toTree(shown)).isEqualTo(TreeWriter.toTree(described));
    }

    @Test
    void unknownNamespaceIsOmitted() throws Exception {
        assertThat(preview(SHOP, null).objects()).contains("kind: Deployment").doesNotContain("namespace:");
    }

    @Test
    void imageOfABuildHasAPlaceholder() throws Exception {
        StepPreview preview = preview("""
                name: shop
                controller: {single: {}}
                initContainers: [{name: migrate, image: {fromRegistry: {repository: shop/tools, tag: "2"}}}]
                containers:
                  - {name: app, image: {fromBuild: {repository: registry.example/shop/web}}}
                  - {name: side, image: {fromBuild: {}}}
                """, "prod");

        assertThat(preview.objects())
                .contains(
                        "image: shop/tools:2",
                        "image: registry.example/shop/web:from-build",
                        "image: image:from-build");
        assertThat(preview.workload()).contains("fromBuild").doesNotContain(":from-build");
        assertThat(preview.notes()).singleElement().asString().contains("\":from-build\"");
    }

    @Test
    void imageOverridesAreInTheObjects() throws Exception {
        DeployWorkloadStep step = step(SHOP);
        step.setImages(List.of(new ImageOverride("app", new ImageReference("nginx:2"))));

        assertThat(StepPreview.of(step, step.getWorkload(), step.getImages(), "prod")
                        .objects())
                .contains("image: nginx:2");
    }

    @Test
    void valuesOfSecretsAreNeverShown() throws Exception {
        StepPreview preview = preview(SHOP + """
                secrets: [{name: login, data: [{key: password, credentialsId: shop-login}]}]
                objects:
                  - {apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {key: canary}, data: {b: Y2FuYXJ5}}
                  - |
                    {apiVersion: v1, kind: Secret, metadata: {name: b, annotations: {}}, stringData: {key: canary}}
                patches:
                  - {target: {kind: Secret, name: a}, merge: {stringData: {more: canary}}}
                  - {target: {kind: Secret, name: b}, json6902: [{op: add, path: /stringData/more, value: canary}]}
                """, "prod");

        assertThat(preview.objects() + preview.workload() + preview.step())
                .doesNotContain("canary", "Y2FuYXJ5")
                .contains("***");
        assertThat(preview.workload()).contains("kind: Secret", "credentialsId: shop-login");
        assertThat(preview.notes()).singleElement().asString().contains("Secrets");
    }

    @Test
    void contentOfFilesIsLeftOut() throws Exception {
        StepPreview preview = preview(SHOP + """
                objectFiles: [more.yaml]
                configMaps: [{name: settings, files: "config/*"}]
                patches: [{target: {kind: Deployment}, file: patch.yaml}]
                """, "prod");

        assertThat(preview.objects()).contains("kind: Deployment").doesNotContain("kind: ConfigMap");
        assertThat(preview.workload()).contains("more.yaml", "config/*", "patch.yaml");
        assertThat(preview.notes()).singleElement().asString().contains("files");
    }

    @Test
    void stepWithFilesHasOnlyAScript() throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setFile("deploy/*.yaml");

        StepPreview preview = StepPreview.of(step, null, List.of(), "prod");

        assertThat(preview.step()).isEqualTo("deployWorkload cluster: 'prod', file: 'deploy/*.yaml'\n");
        assertThat(preview.objects() + preview.workload()).isEmpty();
        assertThat(preview.notes()).hasSize(1);
    }

    @Test
    void patchWithoutTargetIsAProblem() {
        assertThatThrownBy(() -> preview(SHOP + "patches: [{target: {kind: Ingress}, merge: {a: b}}]\n", "prod"))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessageContaining("patches[0]");
    }

    private static StepPreview preview(String yaml, String namespace) throws Exception {
        DeployWorkloadStep step = step(yaml);
        return StepPreview.of(step, step.getWorkload(), step.getImages(), namespace);
    }

    private static DeployWorkloadStep step(String yaml) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(workload(yaml));
        return step;
    }

    private static Workload workload(String yaml) throws Exception {
        return YamlReader.read(yaml, "shop.yaml", Workload.class).getFirst();
    }
}
