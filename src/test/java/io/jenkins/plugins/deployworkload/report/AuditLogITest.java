package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import hudson.model.User;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The lines of the audit log, and the annotations on objects, in a real Jenkins. */
@Tag("control-plane")
@WithJenkins
class AuditLogITest {

    private final ControlPlane plane = SharedControlPlane.get();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        JenkinsSetup.configure(plane, "shop/**");
    }

    private static List<String> lines(LogRecorder log) {
        return log.getRecords().stream()
                .filter(record -> AuditLog.LOGGER_NAME.equals(record.getLoggerName()))
                .map(LogRecord::getMessage)
                .toList();
    }

    private WorkflowJob job(String folder, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(MockFolder.class, folder).createProject(WorkflowJob.class, "web");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static String deploy(String name) {
        return "deployWorkload cluster: 'prod', workload: [name: '" + name
                + "', controller: [single: [:]], containers: [[name: 'app', image: 'nginx:1']], service: [ports: [[port: 80]]]]";
    }

    @Test
    void eachDeployHasOneLineThatNamesUserAndObjects() throws Exception {
        try (LogRecorder log =
                new LogRecorder().record(AuditLog.LOGGER_NAME, Level.INFO).capture(100)) {
            WorkflowJob job = job("shop", deploy("audited"));
            WorkflowRun run = job.scheduleBuild2(0, cause("alice")).get();
            jenkins.assertBuildStatusSuccess(run);
            assertThat(lines(log))
                    .containsExactly("outcome=succeeded namespace=\"default\" application=\"audited\" cluster=\"prod\""
                            + " job=\"shop/web\" build=1 user=\"alice\" account=\"cluster credential k8s\""
                            + " created=[\"Deployment audited\",\"Service audited\"]");
        }
        Deployment deployment = plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("audited")
                .get();
        assertThat(deployment.getMetadata().getAnnotations())
                .containsEntry(FieldManagers.JOB_ANNOTATION, "shop/web")
                .containsEntry(FieldManagers.BUILD_ANNOTATION, "1")
                .containsEntry(FieldManagers.BUILD_URL_ANNOTATION, jenkins.getURL() + "job/shop/job/web/1/");
    }

    @Test
    void refusedClusterHasALineToo() throws Exception {
        try (LogRecorder log =
                new LogRecorder().record(AuditLog.LOGGER_NAME, Level.INFO).capture(100)) {
            jenkins.assertBuildStatus(
                    Result.FAILURE,
                    job("other", deploy("refused").replace("workload:", "namespace: 'kube-system', workload:"))
                            .scheduleBuild2(0)
                            .get());
            assertThat(lines(log))
                    .containsExactly("outcome=refused namespace=\"kube-system\" application=- cluster=\"prod\""
                            + " job=\"other/web\" build=1 user=- account=-");
        }
    }

    @Test
    void hostileClusterNameStaysOnOneLine() throws Exception {
        try (LogRecorder log =
                new LogRecorder().record(AuditLog.LOGGER_NAME, Level.INFO).capture(100)) {
            jenkins.assertBuildStatus(
                    Result.FAILURE,
                    job("other", deploy("refused").replace("'prod'", "'a\\nINFO outcome=succeeded {0}\" user=\"root'"))
                            .scheduleBuild2(0)
                            .get());
            assertThat(log.getRecords())
                    .filteredOn(record -> AuditLog.LOGGER_NAME.equals(record.getLoggerName()))
                    .singleElement()
                    .satisfies(record -> assertThat(new SimpleFormatter().formatMessage(record))
                            .doesNotContain("\n")
                            .contains("cluster=\"a\\u000aINFO outcome=succeeded {0}\\u0022 user=\\u0022root\" job="));
        }
    }

    private static CauseAction cause(String user) {
        return new CauseAction(new Cause.UserIdCause(User.getById(user, true).getId()));
    }
}
