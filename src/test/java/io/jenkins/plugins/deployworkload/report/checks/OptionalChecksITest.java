package io.jenkins.plugins.deployworkload.report.checks;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Tests with and without the plugin Checks API, in a Jenkins that has a separate class loader for each plugin. */
@Tag("control-plane")
class OptionalChecksITest {

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension().prepareHomeLazily(true);

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void deploysWithoutThePlugin() throws Throwable {
        jenkins.omitPlugins("checks-api", "plugin-util-api");
        jenkins.startJenkins();
        jenkins.runRemotely(
                OptionalChecksITest::deployWithoutThePlugin, plane.server(), plane.caCertificate(), plane.adminToken());
    }

    @Test
    void findsThePlugin() throws Throwable {
        jenkins.startJenkins();
        jenkins.runRemotely(OptionalChecksITest::publisherExists);
    }

    private static void publisherExists(JenkinsRule rule) {
        assertThat(ExtensionList.lookup(CheckPublisher.class)).singleElement().isInstanceOf(ChecksApiPublisher.class);
    }

    private static void deployWithoutThePlugin(JenkinsRule rule, String server, String caCertificate, String token)
            throws Throwable {
        assertThat(rule.jenkins.getPlugin("checks-api")).isNull();
        assertThat(ExtensionList.lookup(CheckPublisher.class)).isEmpty();
        JenkinsSetup.configure(server, caCertificate, token, "**");
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(
                        "{name: no-checks, controller: {single: {}}, containers: [{name: a, image: nginx}]}",
                        "web.yaml",
                        Workload.class)
                .get(0));
        FreeStyleProject job = rule.createFreeStyleProject("shop");
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        FreeStyleBuild build = rule.buildAndAssertSuccess(job);

        rule.assertLogContains("Succeeded after", build);
        assertThat(Jenkins.logRecords)
                .filteredOn(record -> record.getLevel().intValue() >= Level.WARNING.intValue())
                .extracting(record -> record.getMessage() + " " + record.getThrown())
                .noneMatch(message -> message.contains("ChecksApiPublisher") || message.contains("plugins/checks"));
    }
}
