package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code remove}, and the plan that {@code deploy} expects. */
@Tag("control-plane")
class RemoveCommandTest {

    private final String namespace = RunnerControlPlane.newNamespace();

    @TempDir
    private Path folder;

    private Path manifest;

    @BeforeEach
    void write() throws IOException {
        manifest = Files.writeString(
                folder.resolve("shop.yaml"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {stage: test}\n");
    }

    private RunnerResult call(String command, Object... arguments) {
        List<Object> all = new ArrayList<>(
                List.of(command, "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace));
        all.addAll(List.of(arguments));
        return RunnerResult.call(all.toArray());
    }

    private RunnerResult deploy(Object... options) {
        List<Object> all = new ArrayList<>(List.of("--manifests", manifest, "--name", "shop"));
        all.addAll(List.of(options));
        return call("deploy", all.toArray());
    }

    private boolean exists(String configMap) {
        return RunnerControlPlane.client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName(configMap)
                        .get()
                != null;
    }

    @Test
    void showsAndRemovesTheApplication() {
        assertThat(deploy().code()).isZero();

        RunnerResult shown = call("remove", "shop", "--dry-run");
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("ConfigMap settings: delete", "nothing was deleted: 1 to delete, 0 to keep.");
        assertThat(exists("settings")).isTrue();

        RunnerResult removed = call("remove", "shop", "--yes");
        assertThat(removed.code()).isZero();
        assertThat(removed.out()).contains("ConfigMap settings: deleted", "Removed, with its record.");
        assertThat(exists("settings") || exists("deploy-workload-shop")).isFalse();

        assertThat(call("remove", "shop", "--yes").out()).contains("Nothing to remove");
    }

    @Test
    void deletesNothingWithoutConfirmation() throws Exception {
        assertThat(deploy().code()).isZero();

        RunnerResult run = RunnerResult.callProcess(
                "remove", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace, "shop");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("ConfigMap settings: delete");
        assertThat(run.err()).contains("Not confirmed; nothing was deleted.");
        assertThat(exists("settings")).isTrue();
    }

    private void deployAnotherObject() throws IOException {
        Files.writeString(
                manifest,
                Files.readString(manifest) + "---\n"
                        + Files.readString(manifest).replace("settings", "page"));
        assertThat(deploy().code()).isZero();
    }

    @Test
    void deletesOnlyObjectsThatItHasShownBeforeTheAnswer() throws Exception {
        assertThat(deploy().code()).isZero();
        Process process = RunnerResult.start(
                List.of(), "remove", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace, "shop");
        try (Reader err = process.errorReader()) {
            StringBuilder question = new StringBuilder();
            for (int read = err.read(); read >= 0 && !question.toString().endsWith("[y/N]"); read = err.read()) {
                question.append((char) read);
            }
            assertThat(question.toString()).contains("Delete these objects?");
            deployAnotherObject();
            try (Writer in = process.outputWriter()) {
                in.write("y\n");
            }

            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(3);
            assertThat(out)
                    .contains("ConfigMap settings: delete", "ConfigMap page. Look at the list of a new dry run.");
        } finally {
            process.destroyForcibly();
        }
        assertThat(exists("settings") && exists("page")).isTrue();
    }

    @Test
    void deletesOnlyTheExpectedPlan() throws IOException {
        assertThat(deploy().code()).isZero();
        String plan = call("remove", "shop", "--dry-run").out().replaceAll("(?s).*Plan: (\\S+).*", "$1");
        deployAnotherObject();

        RunnerResult refused = call("remove", "shop", "--yes", "--expected-plan", plan);
        boolean stay = exists("settings") && exists("page");
        plan = call("remove", "shop", "--dry-run").out().replaceAll("(?s).*Plan: (\\S+).*", "$1");
        RunnerResult removed = call("remove", "shop", "--yes", "--expected-plan", plan);

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.out()).contains("not in the list that was shown: ConfigMap page.");
        assertThat(stay).isTrue();
        assertThat(removed.code()).as(removed.text()).isZero();
        assertThat(exists("settings") || exists("page")).isFalse();
    }

    @Test
    void doesNotAskWithoutAnObjectToDelete() {
        RunnerResult run = call("remove", "shop");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Nothing to remove");
        assertThat(run.err()).doesNotContain("Delete these objects?");
    }

    @Test
    void refusesInvalidInput() {
        assertThat(call("remove", "No Name").code()).isEqualTo(2);
        assertThat(call("remove", "shop", "--prune-kinds", "Pod").err()).contains("--prune-kinds");
        assertThat(call("remove", "shop", "--timeout", "soon").err()).contains("--timeout");
        assertThat(RunnerResult.call("remove", "shop", "--embedded").err()).contains("no application to remove");
    }

    @Test
    void deploysOnlyTheExpectedPlan() throws IOException {
        String out = deploy("--dry-run").out();
        String plan = out.replaceAll("(?s).*Plan: (\\S+).*", "$1");
        assertThat(plan).startsWith("shop:");
        Files.writeString(manifest, Files.readString(manifest).replace("test", "prod"));

        RunnerResult other = deploy("--expected-plan", plan);
        Files.writeString(manifest, Files.readString(manifest).replace("prod", "test"));
        RunnerResult expected = deploy("--expected-plan", plan);

        assertThat(other.code()).isEqualTo(3);
        assertThat(other.out()).contains("ConfigMap settings would be changed in another way");
        assertThat(expected.code()).isZero();
    }
}
