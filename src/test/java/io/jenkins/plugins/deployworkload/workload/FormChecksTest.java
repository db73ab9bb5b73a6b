package io.jenkins.plugins.deployworkload.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import net.sf.json.JSONObject;
import org.junit.jupiter.api.Test;

/** What a form says about itself while it is filled in. */
class FormChecksTest {

    @Test
    void whatIsWrongInWhatWouldBeSubmittedIsSaidWithItsPath() {
        JSONObject form = JSONObject.fromObject("""
                {"name": "Web", "controller": {"$class": "%s", "value": "0"},
                 "containers": {"name": "app", "image": {"$class": "%s", "reference": "nginx"}, "resources":
                   {"requests": {"memory": {"amount": "64", "unit": "Mi"}}, "limits": {"memory": {"amount": "32", "unit": "Mi"}}}}}
                """.formatted(Single.class.getName(), ImageReference.class.getName()));

        assertThat(FormChecks.problems(form, Workload.class))
                .extracting(Problem::path)
                .containsExactly("name", "containers[0].resources.limits.memory");
    }

    @Test
    void whatIsRightSaysNothing() {
        JSONObject form = JSONObject.fromObject("""
                {"name": "web", "controller": {"$class": "%s", "value": "0"},
                 "containers": {"name": "app", "image": {"$class": "%s", "reference": "nginx"}}}
                """.formatted(Single.class.getName(), ImageReference.class.getName()));

        assertThat(FormChecks.problems(form, Workload.class)).isEmpty();
    }
}
