package io.jenkins.plugins.deployworkload.workload.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.container.env.EnvVar;
import io.jenkins.plugins.deployworkload.workload.controller.Single;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import io.jenkins.plugins.deployworkload.workload.volume.EmptyDirVolume;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Validation of a form while it is filled in. */
class FormChecksTest {

    @Test
    void reportsProblemsOfTheFormWithTheirPaths() {
        String form = """
                {"name": "Web", "controller": {"$class": "%s", "value": "0"},
                 "containers": {"name": "app", "image": {"$class": "%s", "reference": "nginx"}, "resources":
                   {"requests": {"memory": {"amount": "64", "unit": "Mi"}}, "limits": {"memory": {"amount": "32", "unit": "Mi"}}}}}
                """.formatted(Single.class.getName(), ImageReference.class.getName());

        assertThat(FormChecks.problems(form, Workload.class))
                .extracting(Problem::path)
                .containsExactly("name", "containers[0].resources.limits.memory");
    }

    @Test
    void reportsNothingForAValidForm() {
        String form = """
                {"name": "web", "controller": {"$class": "%s", "value": "0"},
                 "containers": {"name": "app", "image": {"$class": "%s", "reference": "nginx"}}}
                """.formatted(Single.class.getName(), ImageReference.class.getName());

        assertThat(FormChecks.problems(form, Workload.class)).isEmpty();
    }

    static Stream<Arguments> refusesFormThatExceedsALimit() {
        return Stream.of(
                Arguments.of("characters", "{\"name\": \"" + "x".repeat(YamlReader.MAX_CHARACTERS) + "\"}"),
                Arguments.of("values", "{\"containers\": [" + "{},".repeat(50_000) + "{}]}"),
                Arguments.of("levels", "{\"containers\": " + "[".repeat(32) + "]".repeat(32) + "}"),
                Arguments.of("not JSON", "{name: 'web'}"),
                Arguments.of("nothing", null));
    }

    /** Requests of this size must be refused, because every user who can open the form can send them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesFormThatExceedsALimit(String limit, String form) {
        assertThat(FormChecks.problems(form, Workload.class))
                .extracting(Problem::toString)
                .containsExactly("this form cannot be checked: it is not JSON, or has more than 1048576 characters,"
                        + " 50000 values or 32 levels");
    }

    @Test
    void checksThousandsOfRows() {
        assertThat(FormChecks.problems("{\"containers\": [" + "{},".repeat(40_000) + "{}]}", Workload.class))
                .extracting(Problem::path)
                .contains("name", "containers[40000].name", "containers[40000].image");
    }

    @Test
    void checksOneField() {
        assertThat(FormChecks.problem(EmptyDirVolume.class, "sizeLimit", "10Gi"))
                .isEmpty();
        assertThat(FormChecks.problem(EmptyDirVolume.class, "sizeLimit", "1".repeat(1_000_000) + "x"))
                .hasValueSatisfying(message -> assertThat(message).contains("at most 64 characters"));
        assertThat(FormChecks.problem(EnvVar.class, "value", "x".repeat(YamlReader.MAX_CHARACTERS + 1)))
                .contains("is longer than 1048576 characters");
    }
}
