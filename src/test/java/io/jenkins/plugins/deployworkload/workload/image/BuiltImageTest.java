package io.jenkins.plugins.deployworkload.workload.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.log.ImageLog;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which combinations of place, file and output are valid for an image source. */
@Isolated("sets the default locale")
class BuiltImageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fromBuild: {place: log, file: push.log}                  | fromBuild.file: cannot be used with this place",
                "fromBuild: {place: log, output: kaniko}                  | fromBuild.output: kaniko cannot be found in the place log, which can contain only jib, buildah, springBoot, dockerBuild, dockerPush, buildkit, ko, pack; remove",
                "fromBuild: {place: workspace, output: dockerPush}        | fromBuild.output: dockerPush writes only to the log",
                "fromBuild: {place: artifacts, output: springBoot}        | fromBuild.output: springBoot writes only to the log",
                "fromBuild: {place: artifacts, output: deployed}          | fromBuild.output: deployed cannot be found in the place artifacts",
                "fromBuild: {file: a.json, output: deployed}              | fromBuild.file: cannot be used with the output deployed",
                "'fromJob: {job: a, place: deployed, output: jib}'        | fromJob.output: jib cannot be found in the place deployed, which can contain only deployed; remove",
                "'fromJob: {job: a, place: log, output: deployed}'        | fromJob.output: deployed cannot be found in the place log",
                "'fromJob: {job: a, place: log, output: rulesOci}'        | fromJob.output: rulesOci cannot be found in the place log",
                "'fromJob: {job: a, place: deployed, file: a.json}'       | fromJob.file: cannot be used with this place",
            })
    void refusesOutputThatThePlaceCannotHold(String image, String problem) {
        assertThat(problems(image))
                .singleElement()
                .satisfies(found -> assertThat(found.toString()).startsWith("containers[0].image." + problem));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.KOREAN);
            assertThat(problems(image))
                    .extracting(Problem::message)
                    .allMatch(message -> message.matches("(?s).*[가-힣].*"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fromBuild: {output: deployed}",
                "fromBuild: {place: log, output: pack}",
                "fromBuild: {place: workspace, output: kaniko}",
                "fromBuild: {place: workspace, file: push.log, output: dockerPush}",
                "fromBuild: {file: push.log, output: buildkit}",
                "fromJob: {job: a, place: deployed}",
                "fromJob: {job: a, place: deployed, output: deployed}",
                "fromJob: {job: a, output: deployed}",
            })
    void acceptsOutputThatThePlaceCanHold(String image) {
        assertThat(problems(image)).isEmpty();
    }

    @Test
    void logReaderFindsExactlyTheOutputsMarkedAsLogged() throws Exception {
        Set<String> found = new HashSet<>();
        for (Path output : outputs(true)) {
            try (InputStream content = Files.newInputStream(output)) {
                Findings findings = ImageLog.read(content, "log");
                findings.images().forEach(image -> found.add(image.source().id()));
                // Rejected images count too. The log of Podman contains only local images with the prefix localhost/,
                // which the reader rejects, because no registry serves them.
                findings.rejected()
                        .forEach(rejected -> found.add(rejected.source().id()));
            }
        }
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ImageOutput.values())
                        .filter(ImageOutput::isInLog)
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void fileReaderFindsExactlyTheOutputsMarkedAsFiles() throws Exception {
        assertThat(outputs(false))
                .flatMap(output -> ImageFiles.toolOf(output.toString()).stream()
                        .map(Tool::id)
                        .toList())
                .containsOnly(Arrays.stream(ImageOutput.values())
                        .filter(ImageOutput::hasFiles)
                        .map(Enum::name)
                        .toArray(String[]::new));
    }

    /** The real output files of build tools. The tests of the readers use the same files. */
    private static List<Path> outputs(boolean logs) throws Exception {
        Path all = Path.of(Fixtures.class.getResource("real").toURI()).getParent();
        try (Stream<Path> files = Files.walk(all)) {
            return files.filter(file -> file.toString().endsWith(".log") == logs && Files.isRegularFile(file))
                    .map(file -> logs ? file : all.resolve("documented").relativize(file))
                    .toList();
        }
    }

    private static List<Problem> problems(String image) {
        Problems problems = new Problems();
        Binder.bind(
                RuleTable.tree(
                        "{name: web, controller: {single: {}}, containers: [{name: app, image: {" + image + "}}]}"),
                Workload.class,
                problems);
        return problems.list();
    }
}
