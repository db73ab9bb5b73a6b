package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code rollback}. */
@Tag("control-plane")
class RollbackCommandTest {

    private final String namespace = RunnerControlPlane.newNamespace();

    @TempDir
    private Path folder;

    @BeforeEach
    void deployTwice() throws IOException {
        deploy("1");
        deploy("2");
    }

    private void deploy(String stage) throws IOException {
        Path manifest = Files.writeString(
                folder.resolve("shop.yaml"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {stage: \"%s\"}\n"
                        .formatted(stage));
        assertThat(call("deploy", "--manifests", manifest, "--name", "shop").code())
                .isZero();
    }

    private RunnerResult call(String command, Object... arguments) {
        List<Object> all = new ArrayList<>(
                List.of(command, "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace));
        all.addAll(List.of(arguments));
        return RunnerResult.call(all.toArray());
    }

    private String stage() {
        return RunnerControlPlane.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("settings")
                .get()
                .getData()
                .get("stage");
    }

    @Test
    void printsAndDeploysTheKeptRevisions() {
        RunnerResult kept = call("rollback", "shop");
        assertThat(kept.code()).isZero();
        assertThat(kept.out()).matches("(?s)2 \\(.*\\) active\\R1 \\([^)]*\\)\\R");

        RunnerResult shown = call("rollback", "shop", "--to", "1", "--dry-run");
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("ConfigMap settings: update");
        assertThat(stage()).isEqualTo("2");

        assertThat(call("rollback", "shop", "--to", "1").code()).isZero();
        assertThat(stage()).isEqualTo("1");
        assertThat(call("rollback", "shop").out()).startsWith("3 (");
    }

    @Test
    void revisionThatIsNotKeptIsInvalidInput() {
        RunnerResult run = call("rollback", "shop", "--to", "7");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Revision 7 of shop cannot be deployed again", "It keeps: 2 (");
        assertThat(stage()).isEqualTo("2");
    }
}
