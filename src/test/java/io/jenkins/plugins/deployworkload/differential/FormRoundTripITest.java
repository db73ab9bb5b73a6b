package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Opens and saves freestyle jobs, and checks that neither config.xml nor the rendered objects change. */
@WithJenkins
class FormRoundTripITest {

    /** The number is small because each form takes seconds. Together they have every section. */
    private static final int RANDOM_WORKLOADS = 12;

    /** Several forms on one page, because loading and submitting a page takes longer than a form. */
    private static final int FORMS_PER_PAGE = 4;

    @Test
    void savingTheFormKeepsEveryExample(JenkinsRule jenkins) throws Exception {
        List<Workload> examples = new ArrayList<>();
        for (Path file : ExamplesTest.examples()) {
            examples.addAll(YamlReader.read(Files.readString(file), file.toString(), Workload.class));
        }
        assertKept(jenkins, examples);
    }

    @Test
    void savingTheFormKeepsRandomWorkloads(JenkinsRule jenkins) throws Exception {
        WorkloadGenerator generator = new WorkloadGenerator(2);
        List<Workload> workloads = new ArrayList<>();
        for (int i = 0; i < RANDOM_WORKLOADS; i++) {
            workloads.add(Binder.bind(FormNormalizer.normalize(generator.valid(i)), Workload.class));
        }
        assertKept(jenkins, workloads);
    }

    private static void assertKept(JenkinsRule jenkins, List<Workload> workloads) throws Exception {
        for (int start = 0; start < workloads.size(); start += FORMS_PER_PAGE) {
            assertKeptTogether(
                    jenkins, workloads.subList(start, Math.min(start + FORMS_PER_PAGE, workloads.size())));
        }
    }

    private static void assertKeptTogether(JenkinsRule jenkins, List<Workload> workloads) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        for (Workload workload : workloads) {
            DeployWorkloadStep step = new DeployWorkloadStep("prod");
            step.setWorkload(workload);
            job.getBuildersList().add(new DeployWorkloadBuilder(step));
        }
        String xml = builders(job);

        jenkins.configRoundtrip(job);

        List<Workload> saved = job.getBuildersList().getAll(DeployWorkloadBuilder.class).stream()
                .map(builder -> builder.getDeploy().getWorkload())
                .toList();
        assertThat(saved).hasSameSizeAs(workloads);
        for (int i = 0; i < workloads.size(); i++) {
            Workload workload = workloads.get(i);
            assertThat(saved.get(i)).isNotSameAs(workload);
            assertThat(TreeWriter.toTree(saved.get(i))).isEqualTo(TreeWriter.toTree(workload));
            assertThat(WorkloadRenderer.render(saved.get(i), "shop"))
                    .as(workload.getName())
                    .isEqualTo(WorkloadRenderer.render(workload, "shop"));
        }
        assertThat(builders(job)).isEqualTo(xml);
    }

    /** The build steps in config.xml. The rest of the file belongs to Jenkins, which adds empty settings to a new job. */
    private static String builders(FreeStyleProject job) throws Exception {
        job.save();
        String xml = job.getConfigFile().asString();
        return xml.substring(xml.indexOf("<builders>"), xml.indexOf("</builders>"));
    }
}
