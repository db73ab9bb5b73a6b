package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code deploy} with a real control plane. */
class DeployCommandTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");

    private final String namespace = RunnerControlPlane.newNamespace();

    @Test
    void deploysTheExample() {
        RunnerResult run = deploy(WEB);

        assertThat(run.code()).isZero();
        assertThat(run.err()).startsWith("web: all objects are applied; waiting until they are healthy.");
        assertThat(run.out())
                .doesNotContain("waiting")
                .contains("Deployment " + namespace + "/web created")
                .contains("Service " + namespace + "/web created")
                .contains("Succeeded after")
                .containsPattern("Pod +web-\\S+ .*Running");
        assertThat(deployment().getStatus().getAvailableReplicas()).isEqualTo(2);
        assertThat(appliers(deployment())).containsExactly("deploy-workload");
        assertThat(appliers(RunnerControlPlane.client()
                        .services()
                        .inNamespace(namespace)
                        .withName("web")
                        .get()))
                .containsExactly("deploy-workload");
    }

    @Test
    void secondDeployChangesNothing() {
        deploy(WEB);
        Deployment first = awaitFinalStatus();

        RunnerResult again = deploy(WEB);

        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("web unchanged").doesNotContain("web updated", "web created");
        assertThat(deployment().getMetadata().getGeneration())
                .isEqualTo(first.getMetadata().getGeneration());
        assertThat(deployment().getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void printsOneJsonEventPerLine() throws Exception {
        RunnerResult run = deploy(WEB, "--json");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        List<JsonNode> events = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events)
                .allSatisfy(event -> assertThat(event.path("time").asText())
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .extracting(event -> event.path("event").asText())
                .startsWith("applying", "applied", "applied", "waiting", "progress")
                .endsWith("ended")
                .containsOnlyOnce("ended");
        assertThat(events.getLast().path("result").path("outcome").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void imageOptionOverridesTheFile() {
        RunnerResult run = deploy(WEB, "--image", "app=registry.example/shop/web:2.0");

        assertThat(run.code()).isZero();
        assertThat(deployment().getSpec().getTemplate().getSpec().getContainers())
                .extracting(Container::getImage)
                .containsExactly("registry.example/shop/web:2.0");
    }

    @Test
    void refusesAnImageForAnUnknownContainer() {
        RunnerResult run = deploy(WEB, "--image", "ap=registry.example/shop/web:2.0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--image: container \"ap\" not found; available containers: web/app");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).isEmpty();
    }

    @Test
    void imageOptionNeedsTheWorkloadWhenAmbiguous(@TempDir Path folder) throws Exception {
        Path both = Files.writeString(folder.resolve("both.yaml"), workload("one") + "---\n" + workload("two"));

        RunnerResult ambiguous = deploy(both, "--image", "app=registry.example/shop/web:2.0");
        RunnerResult qualified = deploy(both, "--image", "two/app=registry.example/shop/web:2.0");

        assertThat(ambiguous.code()).isEqualTo(2);
        assertThat(ambiguous.err()).contains("--image: container \"app\" exists in several workloads (one, two)");
        assertThat(qualified.code()).isZero();
        assertThat(image("one")).isEqualTo("registry.example/shop/web:1.4");
        assertThat(image("two")).isEqualTo("registry.example/shop/web:2.0");
    }

    private String image(String name) {
        return RunnerControlPlane.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void deploysSeveralFiles(@TempDir Path folder) throws Exception {
        Path others = Files.writeString(folder.resolve("others.yaml"), workload("one") + "---\n" + workload("two"));

        RunnerResult run = deploy(WEB, others);

        assertThat(run.code()).isZero();
        assertThat(RunnerControlPlane.deployedObjects(namespace))
                .contains("Deployment web", "Deployment one", "Deployment two");
    }

    @Test
    void reportsWhatIsMissingOnTimeout() {
        // 20 s are longer than the apply takes.
        RunnerResult run = deploy(
                WEB, "--image", "app=registry.example/missing/missing:1.0", "--timeout", "20s", "--fail-fast", "off");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("Timed out after")
                .contains("Not healthy within 20 seconds: Deployment web: ")
                .contains("0 available")
                .contains("The image does not exist in the registry.")
                .containsPattern("Pod +web-\\S+ .*(ErrImagePull|ImagePullBackOff)");
    }

    @Test
    void doesNotOverwriteFieldsOfOtherManagers() {
        deploy(WEB);
        RunnerControlPlane.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("somebody")
                                .withForce(true)
                                .build(),
                        """
                        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": 1}}
                        """);

        RunnerResult run = deploy(WEB);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("\"somebody\" owns .spec.replicas").doesNotContain("KIND");
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void missingNamespaceIsAClusterError() {
        RunnerResult run = RunnerResult.call(
                "deploy", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", "nowhere", WEB);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains("The namespace nowhere does not exist in this cluster.")
                .doesNotContain("KIND");
    }

    private RunnerResult deploy(Object file, Object... options) {
        List<Object> arguments = new ArrayList<>(
                List.of("deploy", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--", file));
        return RunnerResult.call(arguments.toArray());
    }

    private RunnerResult deploy(Path one, Path two) {
        return RunnerResult.call(
                "deploy", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace, one, two);
    }

    private Deployment deployment() {
        return RunnerControlPlane.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .get();
    }

    /** Returns the Deployment after the last status update of its controller. */
    private Deployment awaitFinalStatus() {
        return RunnerControlPlane.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .waitUntilCondition(
                        object -> object.getStatus().getConditions().stream()
                                .anyMatch(condition -> "NewReplicaSetAvailable".equals(condition.getReason())),
                        RunnerResult.TIMEOUT_SECONDS,
                        TimeUnit.SECONDS);
    }

    private static List<String> appliers(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> "Apply".equals(entry.getOperation()))
                .map(ManagedFieldsEntry::getManager)
                .toList();
    }

    private static String workload(String name) {
        return """
                name: %s
                controller: {single: {}}
                containers: [{name: app, image: registry.example/shop/web:1.4}]
                """.formatted(name);
    }
}
