package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code render} and {@code check}, which need no cluster. */
class RenderAndCheckCommandTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");

    /** The example of {@code docs/patches.md}. */
    @Test
    void rendersEachEnvironmentOfTheExample() {
        Path root = RunnerControlPlane.example("web.yaml")
                .toAbsolutePath()
                .normalize()
                .getParent()
                .getParent()
                .getParent();
        Path shop = RunnerControlPlane.example("environments/shop.yaml");

        RunnerResult test = RunnerResult.call(
                "render", "--workspace", root, "--variable", "ENVIRONMENT=test", "--variable", "TAG=2.0", shop);
        RunnerResult prod = RunnerResult.call(
                "render",
                "--workspace",
                root,
                "--variable",
                "ENVIRONMENT=prod",
                "--variable",
                "TAG=2.0",
                "--variable",
                "REPLICAS=3",
                shop);

        assertThat(test.err() + prod.err()).isEmpty();
        assertThat(test.out())
                .contains("replicas: 1", "image: \"registry.example/shop/app:2.0\"", "value: \"${USER}\"")
                .doesNotContain("priorityClassName");
        assertThat(prod.out())
                .contains("replicas: 3", "priorityClassName: \"high\"", "memory: \"512Mi\"")
                .contains("greeting: \"Welcome to prod\"");
    }

    /** The runner has no credentials of Jenkins. */
    @Test
    void rendersSecretsWithoutValues() {
        Path secrets = RunnerControlPlane.example("secrets.yaml");

        assertThat(RunnerResult.call("check", secrets).code()).isZero();
        RunnerResult run = RunnerResult.call("render", secrets);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("kind: \"Secret\"", "name: \"orders-db\"", "immutable: true", "logo.bin: \"AAECAw==\"")
                .containsPattern("name: \"orders-settings-[0-9a-f]{10}\"");
    }

    @Test
    void checkNamesUndefinedVariablesWithTheirPlaces() {
        RunnerResult check = RunnerResult.call("check", RunnerControlPlane.example("environments/shop.yaml"));

        assertThat(check.code()).isEqualTo(2);
        assertThat(check.err()).contains("shop.yaml:7:5: containers[0].image: undefined variable \"TAG\"");
    }

    @Test
    void rendersTheExpectedObjects() {
        RunnerResult run =
                RunnerResult.call("render", "--namespace", "shop", "--image", "app=registry.example/shop/web:2.0", WEB);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(documents(run.out())).isEqualTo(documents("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: shop
                  labels:
                    app.kubernetes.io/name: web
                    app.kubernetes.io/managed-by: deploy-workload
                    app.kubernetes.io/part-of: front
                    deploy-workload.jenkins.io/name: web
                  annotations:
                    deploy-workload.jenkins.io/description: The shop's front page
                spec:
                  selector:
                    deploy-workload.jenkins.io/name: web
                  sessionAffinity: ClientIP
                  sessionAffinityConfig:
                    clientIP:
                      timeoutSeconds: 600
                  ports:
                    - name: http
                      port: 80
                      targetPort: 8080
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  namespace: shop
                  labels:
                    app.kubernetes.io/name: web
                    app.kubernetes.io/managed-by: deploy-workload
                    app.kubernetes.io/part-of: front
                    deploy-workload.jenkins.io/name: web
                  annotations:
                    deploy-workload.jenkins.io/description: The shop's front page
                spec:
                  replicas: 2
                  minReadySeconds: 1
                  selector:
                    matchLabels:
                      deploy-workload.jenkins.io/name: web
                  template:
                    metadata:
                      labels:
                        app.kubernetes.io/name: web
                        app.kubernetes.io/managed-by: deploy-workload
                        app.kubernetes.io/part-of: front
                        deploy-workload.jenkins.io/name: web
                    spec:
                      containers:
                        - name: app
                          image: registry.example/shop/web:2.0
                          resources:
                            requests: {cpu: 100m, memory: 128Mi}
                            limits: {cpu: 500m, memory: 256Mi}
                          args: [--listen, ":8080"]
                          env:
                            - name: MODE
                              value: prod
                """));
    }

    @Test
    void checksEveryWorkload(@TempDir Path folder) throws Exception {
        Path others = Files.writeString(folder.resolve("others.yaml"), """
                {name: one, controller: {single: {}}, containers: [{name: app, image: shop/one}]}
                ---
                {name: two, controller: {single: {}}, containers: [{name: app, image: shop/two}]}
                """);

        RunnerResult run = RunnerResult.call("check", WEB, others);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).containsExactly("web: valid", "one: valid", "two: valid");
    }

    @Test
    void findsTheImageInTheBuildDirectory(@TempDir Path folder) throws Exception {
        Path web = fromBuild(folder);
        String digest = "sha256:" + "1".repeat(64);
        Files.writeString(
                Files.createDirectories(folder.resolve("build/target")).resolve("jib-image.json"),
                "{'image':'shop/web:1','imageId':'sha256:%s','imageDigest':'%s','tags':['1'],'imagePushed':true}"
                        .replace('\'', '"')
                        .formatted("a".repeat(64), digest));

        RunnerResult run = RunnerResult.call("render", "--images-from", folder.resolve("build"), web);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("image: \"shop/web@" + digest);
        assertThat(run.err().strip())
                .isEqualTo("Image of container app of web: shop/web@" + digest + " (Jib, target/jib-image.json)");
    }

    @Test
    void checkAcceptsAndRenderRefusesFromBuildWithoutADirectory(@TempDir Path folder) throws Exception {
        Path web = fromBuild(folder);

        RunnerResult check = RunnerResult.call("check", web);
        RunnerResult render = RunnerResult.call("render", web);
        RunnerResult empty =
                RunnerResult.call("render", "--images-from", Files.createDirectory(folder.resolve("empty")), web);
        RunnerResult missing = RunnerResult.call("render", "--images-from", folder.resolve("missing"), web);
        RunnerResult override = RunnerResult.call("render", "--image", "app=shop/web:2", web);

        assertThat(check.out().strip()).isEqualTo("web: valid");
        assertThat(render.code()).isEqualTo(2);
        assertThat(render.out()).isEmpty();
        assertThat(render.err()).contains("container app of web", "--images-from DIR", "--image CONTAINER=REFERENCE");
        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err()).contains("No image found.");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("missing cannot be read");
        assertThat(override.out()).contains("image: \"shop/web:2\"");
    }

    private static Path fromBuild(Path folder) throws Exception {
        return Files.writeString(
                folder.resolve("web.yaml"),
                "{name: web, controller: {single: }, containers: [{name: app, image: {fromBuild: }}]}");
    }

    @Test
    void helpExitsSuccessfully() {
        assertThat(RunnerResult.call("--help").code()).isZero();
        assertThat(RunnerResult.call("deploy", "--help").out())
                .contains("--kubeconfig", "--image", "Exit codes:", "invalid input; nothing was applied");
    }

    private static List<JsonNode> documents(String yaml) {
        return Arrays.stream(yaml.split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .map(document -> Serialization.unmarshal(document, JsonNode.class))
                .toList();
    }
}
