package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a signal ends the wait of the runner, and that the applied objects stay in the cluster. */
class InterruptHandlerTest {

    private final String namespace = RunnerControlPlane.newNamespace();

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void reportsTheStateOfTheAppliedObjects(String signal, int code) throws Exception {
        RunnerResult run = interrupted(signal, "all objects are applied");

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).doesNotContain("Aborted", "Stopped");
        assertThat(run.out())
                .containsOnlyOnce("Aborted")
                .containsPattern("Aborted after [^:]+: Interrupted\\. The applied objects stay in the cluster: "
                        + "Deployment web: ")
                .doesNotContain("KIND");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).contains("Deployment web", "Service web");
    }

    @Test
    void printsTheAbortAsJson() throws Exception {
        RunnerResult run = interrupted("INT", "\"event\":\"waiting\"", "--json");

        assertThat(run.code()).isEqualTo(130);
        JsonNode last = new ObjectMapper().readTree(run.out().lines().toList().getLast());
        assertThat(last.path("event").asText()).isEqualTo("ended");
        assertThat(last.path("result").path("outcome").asText()).isEqualTo("ABORTED");
    }

    /**
     * Sends a signal when the runner has printed a line that contains {@code line}. Returns the output after this line.
     */
    private RunnerResult interrupted(String signal, String line, String... options) throws Exception {
        List<Object> arguments = new ArrayList<>(
                List.of("deploy", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace));
        arguments.addAll(List.of("--image", "app=registry.example/missing/missing:1.0"));
        arguments.addAll(List.of(options));
        arguments.add(RunnerControlPlane.example("web.yaml"));
        Process process = RunnerResult.startInForeground(arguments.toArray());
        try (BufferedReader out = process.inputReader();
                BufferedReader err = process.errorReader()) {
            BufferedReader progress = List.of(options).contains("--json") ? out : err;
            String text = progress.readLine();
            while (text != null && !text.contains(line)) {
                text = progress.readLine();
            }
            assertThat(text).as("line with: " + line).isNotNull();
            assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            String rest = out.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor(RunnerResult.TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            return new RunnerResult(process.exitValue(), rest, err.lines().collect(Collectors.joining("\n")));
        } finally {
            process.destroyForcibly();
        }
    }
}
