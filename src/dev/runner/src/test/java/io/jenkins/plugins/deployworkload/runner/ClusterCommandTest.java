package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that {@code cluster} runs until it is stopped, and leaves no processes or files. */
class ClusterCommandTest {

    private interface StopAction {
        void stop(Process process) throws Exception;
    }

    @TempDir
    private Path folder;

    @Test
    void stopsAtTheEndOfStandardInput() throws Exception {
        Process process = startAndStop(java -> java.getOutputStream().close());

        assertThat(process.exitValue()).isZero();
    }

    @Test
    void stopsOnSigterm() throws Exception {
        startAndStop(Process::destroy);
    }

    @Test
    void deploysToAnEmbeddedControlPlane() throws Exception {
        RunnerResult run = RunnerResult.callProcess("deploy", "--embedded", RunnerControlPlane.example("web.yaml"));

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("waiting until they are healthy");
        assertThat(run.out())
                .contains("Deployment default/web created", "Succeeded after", "Running")
                .doesNotContain("waiting");
    }

    @Test
    void unwritableKubeconfigIsInvalidInput() throws Exception {
        Path kubeconfig = folder.resolve("absent").resolve("kubeconfig");

        RunnerResult run = RunnerResult.callProcess("cluster", "--kubeconfig", kubeconfig, "--nodes", "0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--kubeconfig: " + kubeconfig + " cannot be written");
    }

    private Process startAndStop(StopAction action) throws Exception {
        Path kubeconfig = folder.resolve("kubeconfig");
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Process process = RunnerResult.start(
                List.of("-Djava.io.tmpdir=" + temporary), "cluster", "--nodes", "1", "--kubeconfig", kubeconfig);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).startsWith("Ready: https://127.0.0.1:").endsWith("kubeconfig " + kubeconfig);
            assertThat(nodes(kubeconfig)).containsExactly("node-1");
            assertThat(temporary).isNotEmptyDirectory();
            List<ProcessHandle> children = process.descendants().toList();
            assertThat(children).hasSizeGreaterThan(5);

            action.stop(process);

            process.onExit()
                    .orTimeout(RunnerResult.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
            for (ProcessHandle child : children) {
                child.onExit()
                        .orTimeout(RunnerResult.TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .join();
            }
            assertThat(temporary).isEmptyDirectory();
        } finally {
            process.destroyForcibly();
        }
        return process;
    }

    private static List<String> nodes(Path kubeconfig) throws Exception {
        Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            return client.nodes().list().getItems().stream()
                    .map(node -> node.getMetadata().getName())
                    .toList();
        }
    }
}
