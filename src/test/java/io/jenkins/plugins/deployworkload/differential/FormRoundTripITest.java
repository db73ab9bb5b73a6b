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
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Opens and saves a freestyle job, and checks that the rendered objects do not change. */
@WithJenkins
class FormRoundTripITest {

    /**
     * The number is small because each page takes seconds, and because the examples already contain every section of
     * every type.
     */
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
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(workload);
        job.getBuildersList().add(new DeployWorkloadBuilder(step));

        jenkins.configRoundtrip(job);

        Workload after = job.getBuildersList()
                .get(DeployWorkloadBuilder.class)
                .getDeploy()
                .getWorkload();
        assertThat(after).isNotSameAs(workload);
        assertThat(TreeWriter.toTree(after)).as(name).isEqualTo(TreeWriter.toTree(workload));
        assertThat(WorkloadRenderer.render(after, "shop"))
                .as(name)
                .isEqualTo(WorkloadRenderer.render(workload, "shop"));
    }
}
