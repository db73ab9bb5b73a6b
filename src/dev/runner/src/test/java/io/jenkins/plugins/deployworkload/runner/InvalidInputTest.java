package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the runner reports the location of invalid input, and applies nothing. */
class InvalidInputTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");
    private static final String NAMESPACE = RunnerControlPlane.newNamespace();

    @TempDir
    private Path folder;

    static List<Arguments> descriptions() {
        return List.of(
                arguments("no YAML", "name: [web\n", ":2:1", "invalid YAML"),
                arguments("a tab", "name: web\n\tgroup: front\n", ":2:1", "invalid YAML"),
                arguments("empty", "", "", "contains no workload"),
                arguments("only comments", "# nothing yet\n", "", "contains no workload"),
                arguments("a string", "web\n", ":1:1", "must be a map, but is \"web\""),
                arguments(
                        "unknown property",
                        web("grup: front"),
                        ":4:1: grup",
                        "unknown field \"grup\"; did you mean group?"),
                arguments("unknown, without a similar name", web("zzz: 1"), ":4:1: zzz", "allowed fields: name, group"),
                arguments("missing field", "controller: {single: {}}\n", ":1:1: name", "is required"),
                arguments(
                        "no container",
                        "name: web\ncontroller: {single: {}}\n",
                        ":1:1: containers",
                        "at least one is required"),
                arguments(
                        "out of range",
                        web("service: {ports: [{port: 70000}]}"),
                        "service.ports[0].port",
                        "70000 is out of range: must be from 1 to 65535"),
                arguments(
                        "string for a number",
                        web("service: {ports: [{port: http}]}"),
                        "service.ports[0].port",
                        "\"http\" is not a number"),
                arguments(
                        "limit below request",
                        """
                        name: web
                        controller: {single: {}}
                        containers:
                          - name: app
                            image: registry.example/shop/web:1.4
                            resources:
                              requests: {memory: 128Mi}
                              limits: {memory: 64Mi}
                        """,
                        ":8:16: containers[0].resources.limits.memory",
                        "\"64Mi\" is below the request \"128Mi\""),
                arguments(
                        "invalid name",
                        web("").replace("name: web", "name: Web_1"),
                        ":1:1: name",
                        "invalid value \"Web_1\""),
                arguments("a YAML tag", web("group: !!java.net.URL [x]"), ":4:8", "tag "),
                arguments("duplicate name", web("") + "---\n" + web(""), "\"web\"", "duplicate workload"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("descriptions")
    void refusesInvalidDescriptions(String title, String yaml, String location, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), yaml);

        RunnerResult run = refused(file);

        assertThat(run.err()).contains(location, message);
        assertThat(RunnerResult.call("check", file)).isEqualTo(run);
        assertThat(RunnerResult.call("render", file)).isEqualTo(run);
    }

    @Test
    void reportsAllProblemsOfAllFilesAtOnce() throws Exception {
        Path one = Files.writeString(folder.resolve("one.yaml"), web("grup: front"));
        Path two = Files.writeString(folder.resolve("two.yaml"), web("service: {ports: [{port: 0}, {port: http}]}"));

        RunnerResult run = refused(one, two);

        assertThat(run.err().lines())
                .hasSizeGreaterThanOrEqualTo(3)
                .anyMatch(line -> line.startsWith(one + ":4:1: grup: "))
                .anyMatch(line -> line.contains("service.ports[0].port: 0 is out of range"))
                .anyMatch(line -> line.contains("service.ports[1].port: \"http\" is not a number"));
    }

    @Test
    void refusesAMissingFile() {
        Path file = folder.resolve("absent.yaml");

        assertThat(refused(file).err()).contains(file + ": does not exist");
    }

    @Test
    void refusesADirectory() {
        assertThat(refused(folder).err()).contains(folder + ": is a directory; a YAML file is expected");
    }

    @Test
    void refusesBinaryFiles() throws Exception {
        Path file = Files.write(folder.resolve("binary.yaml"), "name: \u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refused(file).err()).contains(file + ": is not UTF-8 text");
    }

    @Test
    void refusesTheSameFileTwice() {
        assertThat(refused(WEB, WEB).err()).contains("duplicate workload \"web\"");
    }

    static Stream<Arguments> options() {
        return Stream.of(
                arguments(List.of("--timeout", "5x"), List.of("--timeout", "invalid value \"5x\"", "90s, 10m or 2h")),
                arguments(List.of("--timeout", "0s"), List.of("--timeout", "invalid value \"0s\"")),
                arguments(List.of("--timeut", "5m"), List.of("--timeut", "Possible solutions", "--timeout")),
                arguments(List.of("--namespace", "a/../b"), List.of("--namespace", "invalid value \"a/../b\"", "a-z")),
                arguments(List.of("--image", "app"), List.of("--image", "app")),
                arguments(List.of("--image", "app= "), List.of("containers[0].image", "invalid value")),
                arguments(List.of("--embedded"), List.of("--kubeconfig", "--embedded", "mutually exclusive")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void refusesInvalidOptions(List<String> options, List<String> messages) {
        List<Object> arguments = new ArrayList<>(
                List.of("deploy", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", NAMESPACE));
        if (options.contains("--namespace")) {
            arguments.subList(3, 5).clear();
        }
        arguments.addAll(options);
        arguments.add(WEB);

        RunnerResult run = RunnerResult.call(arguments.toArray());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(messages);
        assertThat(RunnerControlPlane.deployedObjects(NAMESPACE)).isEmpty();
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments(List.of(), "Missing required subcommand"),
                arguments(List.of("deploi"), "Did you mean"),
                arguments(List.of("deploy"), "FILE"),
                arguments(List.of("render", "--namespace", "Shop", WEB), "--namespace: invalid value \"Shop\""),
                arguments(List.of("cluster"), "--kubeconfig"),
                arguments(
                        List.of("cluster", "--kubeconfig", "k", "--nodes", "-1"),
                        "--nodes: invalid value -1; must be 0 or more"),
                arguments(List.of("cluster", "--kubeconfig", "k", "--nodes", "two"), "'two' is not an int"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void refusesInvalidCommands(List<Object> arguments, String message) {
        RunnerResult run = RunnerResult.call(arguments.toArray());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private static RunnerResult refused(Path... files) {
        List<Object> arguments = new ArrayList<>(
                List.of("deploy", "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", NAMESPACE));
        arguments.addAll(List.of(files));
        RunnerResult run = RunnerResult.call(arguments.toArray());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(RunnerControlPlane.deployedObjects(NAMESPACE)).isEmpty();
        return run;
    }

    private static String web(String more) {
        return """
                name: web
                controller: {single: {}}
                containers: [{name: app, image: registry.example/shop/web:1.4}]
                """ + more + "\n";
    }
}
