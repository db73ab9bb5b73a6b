package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.StringWebResponse;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.WebConnectionWrapper;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Opens and saves a freestyle job, and checks that neither config.xml nor the rendered objects change. */
@WithJenkins
class FormRoundTripITest {

    /** The number is small because each page takes seconds. Together, the workloads have every section. */
    private static final int RANDOM_WORKLOADS = 12;

    @Test
    void savingTheFormKeepsEveryExample(JenkinsRule jenkins) throws Exception {
        for (Path file : ExamplesTest.examples()) {
            for (Workload workload : YamlReader.read(Files.readString(file), file.toString(), Workload.class)) {
                assertKept(jenkins, workload, file.toString());
            }
        }
    }

    @Test
    void savingTheFormKeepsRandomWorkloads(JenkinsRule jenkins) throws Exception {
        WorkloadGenerator generator = new WorkloadGenerator(2);
        for (int i = 0; i < RANDOM_WORKLOADS; i++) {
            assertKept(
                    jenkins,
                    Binder.bind(FormNormalizer.normalize(generator.valid(i)), Workload.class),
                    "random workload " + i);
        }
    }

    private static void assertKept(JenkinsRule jenkins, Workload workload, String name) throws Exception {
        JenkinsSetup.cachePages();
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(workload);
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        String xml = builders(job);

        openAndSave(jenkins, job, workload);

        Workload after = workload(job);
        assertThat(after).as(name).isNotSameAs(workload);
        assertThat(TreeWriter.toTree(after)).as(name).isEqualTo(TreeWriter.toTree(workload));
        assertThat(WorkloadRenderer.render(after, "shop"))
                .as(name)
                .isEqualTo(WorkloadRenderer.render(workload, "shop"));
        assertThat(builders(job)).as(name).isEqualTo(xml);
    }

    private static Workload workload(FreeStyleProject job) {
        return job.getBuildersList()
                .get(DeployWorkloadBuilder.class)
                .getDeploy()
                .getWorkload();
    }

    /** The page asks for problems before it sends the form, so the job is saved some time after the click. */
    private static void openAndSave(JenkinsRule jenkins, FreeStyleProject job, Workload before) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            new WithoutFieldChecks(web);
            HtmlPage page = web.getPage(job, "configure");
            jenkins.submit(page.getFormByName("config"));
            for (int seconds = 0; seconds < 60 && workload(job) == before; seconds++) {
                web.waitForBackgroundJavaScript(1_000);
            }
        }
    }

    /** The build steps in config.xml. The rest of the file belongs to Jenkins, which adds empty settings to a new job. */
    private static String builders(FreeStyleProject job) throws Exception {
        job.save();
        String xml = job.getConfigFile().asString();
        return xml.substring(xml.indexOf("<builders>"), xml.indexOf("</builders>"));
    }

    /** Answers the requests that check fields, of which a page sends hundreds, one after the other. */
    private static final class WithoutFieldChecks extends WebConnectionWrapper {

        private WithoutFieldChecks(WebClient client) {
            super(client);
        }

        @Override
        public WebResponse getResponse(WebRequest request) throws IOException {
            return request.getUrl().getPath().contains("/check")
                    ? new StringWebResponse("<div/>", request.getUrl())
                    : super.getResponse(request);
        }
    }
}
