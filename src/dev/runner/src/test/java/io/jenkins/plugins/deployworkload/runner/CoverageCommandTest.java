package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CoverageCommandTest {

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, labels: {app: %1$s, tier: front}}
            spec:
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  containers: [{name: app, image: "%2$s"}]
                  volumes: [{name: data, %3$s}]
            """;

    private static final String TYPED = DEPLOYMENT.formatted("web", "nginx:1", "emptyDir: {}");

    @TempDir
    private Path folder;

    @Test
    void countsDistinctWorkloadsAndTheFieldsThatNeedPatches() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), TYPED);
        Files.writeString(folder.resolve("b.yml"), TYPED + "---\nkind: Unrelated\n");
        Files.writeString(
                folder.resolve("flex.yaml"), DEPLOYMENT.formatted("flex", "nginx:1", "flexVolume: {driver: a/b}"));
        Files.writeString(folder.resolve("placeholder.yaml"), DEPLOYMENT.formatted("p", "<image>", "emptyDir: {}"));
        Files.writeString(folder.resolve("template.yaml"), "{{ if .Values.x }}\na: [");

        assertThat(coverage())
                .contains("YAML files 5, unreadable 1, incomplete workloads 1")
                .contains("| all | 2 | 1 (50.0 %) | 2 (100.0 %) |")
                .contains("| `spec.template.spec.volumes[].flexVolume.driver` | 1 |");
    }

    @Test
    void leavesOutExcludedFiles() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), TYPED);
        Files.createDirectories(folder.resolve("v1.2"));
        Files.writeString(folder.resolve("v1.2/b.yaml"), DEPLOYMENT.formatted("old", "nginx:1", "emptyDir: {}"));

        assertThat(coverage("--exclude", "/v[0-9.]+/")).contains("| all | 1 | 1 (100.0 %) | 1 (100.0 %) |");
    }

    private String coverage(String... options) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out));
        String[] arguments = new String[options.length + 2];
        arguments[0] = "coverage";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = folder.toString();
        assertThat(line.execute(arguments)).isZero();
        return out.toString();
    }
}
