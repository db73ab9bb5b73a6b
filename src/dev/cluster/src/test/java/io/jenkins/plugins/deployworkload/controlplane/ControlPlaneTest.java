package io.jenkins.plugins.deployworkload.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {

    private final ControlPlane controlPlane = SharedControlPlane.get();
    private final TestPods pods = new TestPods(controlPlane.client());

    @Test
    void rollsOutADeployment() {
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewInitContainer()
                .withName("prepare")
                .withImage("prepare:1")
                .endInitContainer()
                .addNewContainer()
                .withName("app")
                .withImage("web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        controlPlane.client().resource(deployment).serverSideApply();

        controlPlane
                .client()
                .resource(deployment)
                .waitUntilCondition(
                        it -> it != null
                                && it.getStatus() != null
                                && Integer.valueOf(3).equals(it.getStatus().getReadyReplicas()),
                        TestPods.TIMEOUT_SECONDS,
                        TimeUnit.SECONDS);

        List<Pod> created = controlPlane
                .client()
                .pods()
                .inNamespace("default")
                .withLabel("app", "web")
                .list()
                .getItems();
        assertThat(created).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.getStatus().getPodIP()).startsWith("10.64.");
            assertThat(TestPods.container(pod).getImage()).isEqualTo("web:1");
            assertThat(TestPods.container(pod).getImageID()).startsWith("sha256:");
            assertThat(TestPods.container(pod).getStarted()).isTrue();
            assertThat(pod.getStatus().getInitContainerStatuses())
                    .singleElement()
                    .satisfies(status -> assertThat(
                                    status.getState().getTerminated().getReason())
                            .isEqualTo("Completed"));
        });

        controlPlane.client().resource(deployment).delete();
        controlPlane
                .client()
                .pods()
                .inNamespace("default")
                .withLabel("app", "web")
                .informOnCondition(List::isEmpty)
                .orTimeout(TestPods.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void missingImageLeadsToImagePullBackOff() throws InterruptedException {
        Pod failed;
        Pod backingOff;
        try (PodStates states = pods.states("no-image", "registry.example/shop/missing-web:1", Map.of())) {
            failed = states.next(TestPods.waiting("ErrImagePull"));
            backingOff = states.next(TestPods.waiting("ImagePullBackOff"));
        }

        assertThat(TestPods.container(failed).getState().getWaiting().getMessage())
                .isEqualTo("rpc error: code = NotFound desc = failed to pull and unpack image"
                        + " \"registry.example/shop/missing-web:1\": failed to resolve reference"
                        + " \"registry.example/shop/missing-web:1\": registry.example/shop/missing-web:1: not found");

        assertThat(TestPods.container(backingOff).getState().getWaiting().getMessage())
                .startsWith("Back-off pulling image \"registry.example/shop/missing-web:1\": ErrImagePull: rpc error");

        List<Event> events = controlPlane
                .client()
                .v1()
                .events()
                .inNamespace("default")
                .withInvolvedObject(
                        new ObjectReferenceBuilder().withName("no-image").build())
                .informOnCondition(all -> all.stream()
                                .filter(event -> event.getReason().equals("Failed"))
                                .count()
                        == 3)
                .orTimeout(TestPods.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
        assertThat(events)
                .filteredOn(event -> event.getReason().equals("Failed"))
                .extracting(Event::getMessage)
                .anyMatch(
                        message -> message.startsWith("Failed to pull image \"registry.example/shop/missing-web:1\": "))
                .contains("Error: ErrImagePull", "Error: ImagePullBackOff");
    }

    @Test
    void podNeverBecomesReady() {
        pods.create("never", "web:1", Map.of("deploy-workload.test/ready", "never"));

        Pod pod = pods.await("never", TestPods.phase("Running"));

        assertThat(TestPods.isReady(pod)).isFalse();
        assertThat(TestPods.container(pod).getReady()).isFalse();
        assertThat(TestPods.container(pod).getState().getRunning()).isNotNull();
    }

    @Test
    void podBecomesReadyAfterADelay() throws InterruptedException {
        Pod running;
        Pod ready;
        try (PodStates states = pods.states("later", "web:1", Map.of("deploy-workload.test/ready-after", "500ms"))) {
            running = states.next(TestPods.phase("Running"));
            ready = states.next(TestPods::isReady);
        }

        assertThat(TestPods.isReady(running)).isFalse();
        assertThat(TestPods.container(ready).getReady()).isTrue();
        assertThat(TestPods.container(ready).getState().getRunning())
                .isEqualTo(TestPods.container(running).getState().getRunning());
    }

    @Test
    void containerFails() {
        pods.create("fails", "web:1", Map.of("deploy-workload.test/fail", "true"));

        Pod pod = pods.await("fails", TestPods.phase("Failed"));

        assertThat(TestPods.container(pod).getState().getTerminated().getExitCode())
                .isEqualTo(1);
        assertThat(TestPods.container(pod).getState().getTerminated().getReason())
                .isEqualTo("Error");
    }

    @Test
    void kubeconfigGivesAccess(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("config");
        controlPlane.writeKubeconfig(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(nodes(Config.fromKubeconfig(Files.readString(file)))).containsExactly("node-1", "node-2");
        if (Assets.find(line -> {}).kubectl().isPresent()) {
            String kubectl = Assets.find(line -> {}).kubectl().get().toString();
            Process process = new ProcessBuilder(kubectl, "--kubeconfig=" + file, "get", "nodes", "--output=name")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("node/node-1\nnode/node-2\n");
        }
    }

    @Test
    void otherUsersHaveNoPermissions() {
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> nodes(Config.fromKubeconfig(controlPlane.kubeconfig("viewer"))))
                .withMessageContaining("User \"viewer\" cannot list resource \"nodes\"");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> controlPlane.tokenFor("somebody"))
                .withMessage("unknown user \"somebody\"; users: admin, nobody, viewer, deployer");
    }

    private static List<String> nodes(Config configuration) {
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withConfig(configuration)
                .build()) {
            return client.nodes().list().getItems().stream()
                    .map(node -> node.getMetadata().getName())
                    .toList();
        }
    }

    /** This test stops components, so it does not use the shared control plane. */
    @Test
    void runsBesideAnotherControlPlane(@TempDir Path folder) {
        Path audit = folder.resolve("audit.log");
        Path directory;
        List<ProcessHandle> processes;
        try (ControlPlane second =
                ControlPlane.start(Options.defaults().withNodes(1).withAuditLog(audit))) {
            directory = second.directory();
            processes = second.processes();
            assertThat(second.server()).isNotEqualTo(controlPlane.server());
            assertThat(second.client().nodes().list().getItems()).hasSize(1);
            assertThat(controlPlane.client().nodes().list().getItems()).hasSize(2);
            assertThat(processes).hasSizeGreaterThan(10).allMatch(ProcessHandle::isAlive);
            assertThat(directory).isDirectory();
            assertThat(audit).content().contains("\"requestURI\":\"/api/v1/nodes\"");

            restartsApiServer(second);
            suspendsEtcd(second);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(directory).doesNotExist();
    }

    private static void restartsApiServer(ControlPlane second) {
        ProcessHandle before = second.process(Component.API_SERVER);
        second.kill(Component.API_SERVER);
        assertThat(before.isAlive()).isFalse();
        second.restart(Component.API_SERVER);

        assertThat(second.process(Component.API_SERVER).pid()).isNotEqualTo(before.pid());
        assertThat(second.client().nodes().list().getItems()).hasSize(1);
    }

    private static void suspendsEtcd(ControlPlane second) {
        second.suspend(Component.ETCD);
        CompletableFuture<Void> written =
                CompletableFuture.runAsync(() -> new TestPods(second.client()).create("late", "web:1", Map.of()));
        assertThat(written).isNotDone();
        second.resume(Component.ETCD);
        written.orTimeout(TestPods.TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Test
    void servesLogsOfCurrentAndPreviousContainers() {
        pods.create("talker", "web:1", Map.of());
        pods.await("talker", TestPods::isReady);
        var pod = controlPlane
                .client()
                .pods()
                .inNamespace("default")
                .withName("talker")
                .inContainer("app");
        assertThat(pod.tailingLines(1).getLog()).isEqualTo("Waiting for db:5432\n");
        assertThat(pod.terminated().getLog()).contains("java.net.ConnectException");
    }
}
