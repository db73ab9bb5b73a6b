package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code diff} and {@code deploy --dry-run} with a real control plane. */
class DiffCommandTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");

    private final String namespace = RunnerControlPlane.newNamespace();

    @TempDir
    private Path folder;

    @Test
    void reportsMissingObjectsAsCreateWithoutCreatingThem() {
        RunnerResult run = run("diff", WEB);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "Deployment web: create",
                        "    + spec.replicas: 2",
                        "    + spec.template.spec.containers[app].env[MODE].value: ***",
                        "Service web: create",
                        "2 to create, 0 to update, 0 unchanged")
                .doesNotContain("prod", "KIND");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).isEmpty();
    }

    @Test
    void reportsNoDifferenceForAnUnchangedWorkload() {
        assertThat(run("deploy", WEB).code()).isZero();

        RunnerResult run = run("diff", WEB);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Deployment web: unchanged", "Service web: unchanged");
    }

    @Test
    void reportsChangedFieldsWithoutSecretValues() throws Exception {
        assertThat(run("deploy", WEB).code()).isZero();
        String changed =
                Files.readString(WEB).replace("replicas: 2", "replicas: 3").replace("value: prod", "value: hush");

        RunnerResult run = run("diff", Files.writeString(folder.resolve("web.yaml"), changed));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines().filter(line -> line.startsWith("    ")))
                .containsExactlyInAnyOrder(
                        "    ~ spec.replicas: 2 -> 3",
                        "    ~ spec.template.spec.containers[app].env[MODE].value: *** -> ***");
        assertThat(run.out()).contains("Deployment web: update").doesNotContain("hush", "prod");
    }

    @Test
    void reportsObjectsThatPruneWouldDelete() throws Exception {
        assertThat(run("deploy", WEB).code()).isZero();
        String reduced = Files.readString(WEB).replaceAll("(?s)services:.*", "");
        Path file = Files.writeString(folder.resolve("web.yaml"), reduced);

        assertThat(run("diff", file).code()).isZero();
        RunnerResult pruning = run("diff", file, "--prune");

        assertThat(pruning.code()).isEqualTo(1);
        assertThat(pruning.out()).contains("Service web: delete (no longer in the definition)");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).contains("Service web");
    }

    @Test
    void printsJsonEvents() {
        RunnerResult run = run("diff", WEB, "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("\"event\":\"wouldApply\"", "\"operation\":\"CREATED\"")
                .contains("{\"path\":\"spec.replicas\",\"after\":\"2\"}")
                .doesNotContain("prod");
    }

    @Test
    void serverRefusalIsAClusterError() {
        RunnerResult run = RunnerResult.call(
                "diff", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", "nowhere", WEB);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("The namespace nowhere does not exist in this cluster.");
    }

    @Test
    void dryRunReportsTheSameAndSucceeds() {
        RunnerResult run = run("deploy", WEB, "--dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Deployment web: create", "Dry run, nothing was changed");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).isEmpty();
    }

    @Test
    void reportsInvalidInputLikeDeploy() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "name: web\n");

        assertThat(run("diff", file)).isEqualTo(run("deploy", file));
        assertThat(run("diff", file).code()).isEqualTo(2);
        assertThat(run("diff", WEB, "--rollback").code()).isEqualTo(2);
    }

    private RunnerResult run(String command, Path file, String... options) {
        List<Object> arguments = new ArrayList<>(
                List.of(command, "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace));
        arguments.addAll(List.of(options));
        arguments.add(file);
        return RunnerResult.call(arguments.toArray());
    }
}
