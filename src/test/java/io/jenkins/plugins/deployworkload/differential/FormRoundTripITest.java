package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The form of a freestyle job shows all of a workload and saves what it shows: the objects are those of the YAML file. */
@WithJenkins
class FormRoundTripITest {

    /** Each page with every section takes seconds; the examples hold every section of every type. */
    private static final int RANDOM_WORKLOADS = 12;

    @Test
    void everyExampleIsTheSameAfterItsFormWasSaved(JenkinsRule jenkins) throws Exception {
        for (Path file : ExamplesTest.examples()) {
            for (Workload workload : YamlFile.read(Files.readString(file), file.toString(), Workload.class)) {
                assertKept(jenkins, workload, file.toString());
            }
        }
    }

    @Test
    void randomWorkloadsAreTheSameAfterTheirFormWasSaved(JenkinsRule jenkins) throws Exception {
        Generator generator = new Generator(2);
        for (int i = 0; i < RANDOM_WORKLOADS; i++) {
            assertKept(jenkins, Binder.bind(Fillable.of(generator.valid(i)), Workload.class), "random workload " + i);
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
        assertThat(Tree.of(after)).as(name).isEqualTo(Tree.of(workload));
        assertThat(Manifest.of(after, "shop")).as(name).isEqualTo(Manifest.of(workload, "shop"));
    }
}
