package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploys manifests to a real control plane: definitions, a custom resource and a Deployment as one application. */
class ManifestsCommandTest {

    /** The simulated node cannot pull the image of a pod with this annotation. */
    private static final String FAILURE = "{deploy-workload.test/failure: image-invalid}";

    private final String namespace = RunnerControlPlane.newNamespace();
    private final String group = "g" + UUID.randomUUID().toString().substring(0, 8) + ".example.com";

    @TempDir
    private Path folder;

    private Path manifests;

    private void write(String name, String text) throws IOException {
        manifests = Files.createDirectories(folder.resolve("k8s"));
        Files.writeString(manifests.resolve(name), text.replace("GROUP", group));
    }

    private void writeShop() throws IOException {
        write("definition.yaml", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: shops.GROUP}
                spec:
                  group: GROUP
                  scope: Namespaced
                  names: {kind: Shop, plural: shops}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """);
        write("shop.yaml", """
                apiVersion: GROUP/v1
                kind: Shop
                metadata: {name: main}
                spec: {size: 1}
                """);
        write("web.yaml", """
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: settings, uid: "1"}
                    data: {mode: "test ${HOME}"}
                  - apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web, labels: {app: web}}
                    spec:
                      replicas: 1
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec:
                          containers:
                            - name: app
                              image: shop/web:1
                              envFrom: [{configMapRef: {name: settings}}]
                """);
    }

    @AfterEach
    void deleteDefinition() {
        RunnerControlPlane.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("shops." + group)
                .delete();
    }

    @Test
    void deploysChangesRollsBackAndPrunesOneApplicationOfAllKinds() throws Exception {
        writeShop();
        write("kept.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: kept, annotations: {helm.sh/resource-policy: keep}}
                """);

        RunnerResult first = run("deploy", "--image", "shop/web=shop/web:2");

        assertThat(first.code()).as(first.text()).isZero();
        assertThat(first.err()).contains("ConfigMap settings: not deployed, because the API server");
        assertThat(deployment().getSpec().getTemplate().getSpec().getContainers())
                .extracting("image")
                .containsExactly("shop/web:2");
        assertThat(shop().getAdditionalProperties()).hasToString("{spec={size=1}}");
        assertThat(configMap("settings").getData()).containsEntry("mode", "test ${HOME}");

        RunnerResult unchanged = run("diff", "--image", "shop/web=shop/web:2");
        assertThat(unchanged.code()).as(unchanged.text()).isZero();

        write("shop.yaml", Files.readString(manifests.resolve("shop.yaml")).replace("size: 1", "size: 2"));
        RunnerResult diff = run("diff", "--image", "shop/web=shop/web:2");
        assertThat(diff.code()).as(diff.text()).isEqualTo(1);
        assertThat(diff.out()).contains("Shop main: update", "~ spec.size: 1 -> 2", "Deployment web: unchanged");

        String web = Files.readString(manifests.resolve("web.yaml"));
        write("web.yaml", web.replace("metadata: {labels", "metadata: {annotations: " + FAILURE + ", labels"));
        RunnerResult broken = run("deploy", "--image", "app=shop/web:3", "--rollback", "--fail-fast", "strict");
        assertThat(broken.code()).as(broken.text()).isEqualTo(1);
        assertThat(broken.text()).contains("Rolled back");
        assertThat(deployment().getSpec().getTemplate().getSpec().getContainers())
                .extracting("image")
                .containsExactly("shop/web:2");
        assertThat(shop().getAdditionalProperties()).hasToString("{spec={size=1}}");

        write("web.yaml", web);
        Files.delete(manifests.resolve("shop.yaml"));
        Files.delete(manifests.resolve("kept.yaml"));
        RunnerResult pruned = run("deploy", "--prune", "--image", "app=shop/web:2");
        assertThat(pruned.code()).as(pruned.text()).isZero();
        assertThat(shop()).isNull();
        assertThat(configMap("kept")).isNotNull();
        assertThat(RunnerControlPlane.client()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("shops." + group)
                        .get())
                .isNotNull();
    }

    @Test
    void rendersAndChecksWithoutACluster() throws Exception {
        writeShop();

        RunnerResult rendered =
                RunnerResult.call("render", "--manifests", manifests, "--name", "shop", "--image", "app=shop/web:3");

        assertThat(rendered.code()).isZero();
        assertThat(rendered.out())
                .contains("kind: \"Shop\"", "image: \"shop/web:3\"")
                .doesNotContain("uid");
        assertThat(RunnerResult.call("check", "--manifests", manifests, "--name", "shop")
                        .out())
                .isEqualTo("shop: valid\n");
    }

    @Test
    void reportsInvalidFilesWithTheirPlaceAndAppliesNothing() throws Exception {
        writeShop();
        write("broken.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}\n");
        write("chart.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n");

        RunnerResult run = run("deploy");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("broken.yaml:3:12: metadata.generateName: ", "chart.yaml:4:9: contains a template")
                .doesNotContain("--name");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).isEmpty();
        assertThat(RunnerResult.call("check", "--manifests", manifests).err()).contains("--name: is required");
    }

    private ConfigMap configMap(String name) {
        return RunnerControlPlane.client()
                .configMaps()
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private Deployment deployment() {
        return RunnerControlPlane.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .get();
    }

    private GenericKubernetesResource shop() {
        return RunnerControlPlane.client()
                .genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup(group)
                        .withVersion("v1")
                        .withKind("Shop")
                        .withPlural("shops")
                        .withNamespaced(true)
                        .build())
                .inNamespace(namespace)
                .withName("main")
                .get();
    }

    private RunnerResult run(String command, String... options) {
        List<Object> arguments = new ArrayList<>(List.of(
                command,
                "--kubeconfig",
                RunnerControlPlane.kubeconfig(),
                "--namespace",
                namespace,
                "--manifests",
                manifests,
                "--name",
                "shop"));
        arguments.addAll(List.of(options));
        return RunnerResult.call(arguments.toArray());
    }
}
