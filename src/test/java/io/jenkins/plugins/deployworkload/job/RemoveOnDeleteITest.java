package io.jenkins.plugins.deployworkload.job;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The applications that are removed with their job. */
@WithJenkins
class RemoveOnDeleteITest {

    private static ApplicationTarget target(String application) {
        return new ApplicationTarget("prod", null, "shop", application, Set.of());
    }

    @Test
    void fullFileKeepsItsApplicationsAndWarnsAboutOthers(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("deploy");
        List<ApplicationTarget> all = IntStream.range(0, RemoveOnDelete.MAX_APPLICATIONS)
                .mapToObj(number -> target("web-" + number))
                .toList();

        assertThat(RemoveOnDelete.record(job, all, true)).isEmpty();
        assertThat(RemoveOnDelete.record(job, List.of(target("api"), target("web-1")), true))
                .hasValueSatisfying(warning -> assertThat(warning).contains("not removed with it: api."));
        assertThat(RemoveOnDelete.read(job)).containsExactlyInAnyOrderElementsOf(all);

        RemoveOnDelete.forget(job, target("web-0"), "shop");
        assertThat(RemoveOnDelete.record(job, List.of(target("api")), true)).isEmpty();
        assertThat(RemoveOnDelete.read(job)).contains(target("api")).doesNotContain(target("web-0"));
    }
}
