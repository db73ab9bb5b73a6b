package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests each option of {@code deploy} on a real control plane: its effect, and that nothing of it happens without the
 * option.
 */
class DeployOptionsTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");

    private final String namespace = RunnerControlPlane.newNamespace();

    @TempDir
    private Path folder;

    @Test
    void rollbackRestoresTheLastHealthyRevision() throws Exception {
        assertThat(deploy(WEB).code()).isZero();

        RunnerResult failed = deploy(broken("1.0"));
        String image = image();
        RunnerResult rolledBack = deploy(broken("2.0"), "--rollback");

        assertThat(failed.code()).isEqualTo(1);
        assertThat(image).isEqualTo("registry.example/missing/missing:1.0");
        assertThat(rolledBack.code()).isEqualTo(1);
        assertThat(rolledBack.out()).contains("Rolled back to the last healthy revision: ");
        assertThat(image()).isEqualTo("registry.example/shop/web:1.4");
    }

    @Test
    void removeDeletesTheObjectsOfAFailedFirstDeploy() throws Exception {
        RunnerResult run = deploy(broken("1.0"), "--remove");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("The objects that this deploy created were deleted");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).doesNotContain("Deployment web", "Service web");
    }

    @Test
    void credentialsAreOnlyInJenkins() throws Exception {
        RunnerResult run = deploy(RunnerControlPlane.example("secrets.yaml"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "orders: secrets: Jenkins credentials are available only in Jenkins; deploy this workload with"
                                + " Jenkins");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).isEmpty();
    }

    @Test
    void replaceChangesTheController() throws Exception {
        assertThat(deploy(WEB).code()).isZero();
        Path daemon = Files.writeString(folder.resolve("web.yaml"), """
                name: web
                controller: {daemonSet: {}}
                containers: [{name: app, image: registry.example/shop/web:1.4}]
                """);

        RunnerResult withoutOption = deploy(daemon);
        List<String> before = RunnerControlPlane.deployedObjects(namespace);
        RunnerResult withOption = deploy(daemon, "--replace");

        assertThat(withoutOption.code()).isEqualTo(3);
        assertThat(before).contains("Deployment web");
        assertThat(withOption.code()).isZero();
        assertThat(RunnerControlPlane.deployedObjects(namespace)).doesNotContain("Deployment web");
        assertThat(RunnerControlPlane.client()
                        .apps()
                        .daemonSets()
                        .inNamespace(namespace)
                        .withName("web")
                        .get())
                .isNotNull();
    }

    @Test
    void adoptTakesOverObjectsCreatedWithKubectl() {
        RunnerControlPlane.client()
                .resource(createdWithKubectl())
                .fieldManager("kubectl")
                .serverSideApply();

        RunnerResult withoutOption = deploy(WEB);
        String image = image();
        RunnerResult withOption = deploy(WEB, "--adopt");

        assertThat(withoutOption.code()).isEqualTo(3);
        assertThat(withoutOption.out()).contains("\"kubectl\" owns");
        assertThat(image).isEqualTo("nginx:1");
        assertThat(withOption.code()).isZero();
        assertThat(image()).isEqualTo("registry.example/shop/web:1.4");
        assertThat(deployment().getSpec().getSelector().getMatchLabels()).isEqualTo(Map.of("app", "web"));
    }

    private Deployment createdWithKubectl() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("nginx:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    @Test
    void forceConflictsTakesFieldsFromOthers() {
        assertThat(deploy(WEB).code()).isZero();
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

        RunnerResult withOption = deploy(WEB, "--force-conflicts");

        assertThat(withOption.code()).isZero();
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void pruneDeletesObjectsNoLongerDescribed() throws Exception {
        assertThat(deploy(WEB).code()).isZero();
        Path reduced = Files.writeString(
                folder.resolve("web.yaml"), Files.readString(WEB).replaceAll("(?s)services:.*", ""));

        RunnerResult withoutOption = deploy(reduced);
        List<String> before = RunnerControlPlane.deployedObjects(namespace);
        RunnerResult withOption = deploy(reduced, "--prune");

        assertThat(withoutOption.code()).isZero();
        assertThat(withoutOption.err()).contains("No longer in the definition, but kept");
        assertThat(before).contains("Service web");
        assertThat(withOption.code()).isZero();
        assertThat(RunnerControlPlane.deployedObjects(namespace))
                .contains("Deployment web")
                .doesNotContain("Service web");
    }

    @Test
    void patienceEndsDeployAtOnce() throws Exception {
        Path missing = Files.writeString(
                folder.resolve("missing.yaml"),
                Files.readString(WEB).replace("registry.example/shop/web:1.4", "registry.example/missing/missing:1.0"));

        RunnerResult run = deploy(missing, "--timeout", "10m", "--fail-fast", "off", "--patience", "ImagePull=0s");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("The image does not exist in the registry.");
    }

    @Test
    void ignoreNotReadyNodesTakesTrueOrFalse() throws Exception {
        assertThat(deploy(WEB, "--ignore-not-ready-nodes", "false").code()).isZero();
        assertThat(deploy(WEB, "--ignore-not-ready-nodes", "maybe").code()).isEqualTo(2);
    }

    @Test
    void waitingForAddressesAndClaimsCanBeSwitchedOff() throws Exception {
        assertThat(deploy(WEB, "--wait-for-addresses", "false", "--wait-for-claims", "false")
                        .code())
                .isZero();
        assertThat(deploy(WEB, "--wait-for-claims", "maybe").code()).isEqualTo(2);
    }

    @Test
    void refusesUnknownReasonsTimesAndModes() {
        assertThat(deploy(WEB, "--patience", "Weather=5m").err())
                .contains(
                        "--patience: unknown reason Weather; known reasons: Paused, ReplicaSetRefused, PodsRefused, ");
        assertThat(deploy(WEB, "--patience", "CrashLoop=5").err()).contains("--patience: invalid value \"5\"");
        RunnerResult mode = deploy(WEB, "--fail-fast", "never");
        assertThat(mode.code()).isEqualTo(2);
        assertThat(mode.err()).contains("--fail-fast: never is not strict, normal or off");
    }

    /**
     * The example with an image that does not exist and a short progress deadline. The rollout fails when the
     * Deployment exceeds this deadline. A short {@code --timeout} could pass before the objects are applied.
     */
    private Path broken(String tag) throws IOException {
        return Files.writeString(
                folder.resolve("broken.yaml"),
                Files.readString(WEB)
                        .replace("replicas: 2", "replicas: 2\n    progressDeadlineSeconds: 2")
                        .replace("registry.example/shop/web:1.4", "registry.example/missing/missing:" + tag));
    }

    private RunnerResult deploy(Path file, String... options) {
        List<Object> arguments = new ArrayList<>(
                List.of("deploy", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace));
        arguments.addAll(List.of(options));
        arguments.add(file);
        return RunnerResult.call(arguments.toArray());
    }

    private Deployment deployment() {
        return RunnerControlPlane.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .get();
    }

    private String image() {
        return deployment()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }
}
