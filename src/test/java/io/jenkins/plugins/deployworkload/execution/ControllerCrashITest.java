package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Kills the process of the controller between the phases of a step. After the restart, the step ends as if the controller
 * had not been killed.
 */
@Tag("control-plane")
class ControllerCrashITest {

    /**
     * The strategy Recreate deletes the old pod first. Therefore a rollback creates a new pod, which stays pending while
     * the {@link PodGate} is closed.
     */
    private static final String ROLLBACK = """
            deployWorkload cluster: 'prod', onFailure: 'rollback', workload: [name: '%s', nodeSelector: %s,
                controller: [deployment: [progressDeadlineSeconds: %d, strategy: [recreate: [:]]]],
                containers: [[name: 'app', image: '%s']]]
            """;

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    private final ControlPlane plane = SharedControlPlane.get();
    private final PodGate gate = new PodGate(plane.client());
    private RecordingProxy proxy;

    @BeforeEach
    void startJenkins() throws Throwable {
        proxy = new RecordingProxy(plane.server(), plane.caCertificate());
        jenkins.startJenkins();
        jenkins.runRemotely(ControllerCrashITest::configure, proxy.address(), plane.adminToken());
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Test
    void startsAgainWhenKilledWhilePreparing() throws Throwable {
        CountDownLatch released = proxy.hold(request -> request.path().endsWith("/configmaps/deploy-workload-prepare"));
        start("""
                deployWorkload cluster: 'prod', workload: [name: 'prepare', controller: [single: [:]],
                    containers: [[name: 'app', image: 'nginx']]]
                """);
        proxy.awaitHeld();

        killAndRestart();
        released.countDown();

        assertEnd("SUCCESS SUCCEEDED NONE");
    }

    @Test
    void appliesRemainingObjectsWhenKilledAfterFirstApply() throws Throwable {
        CountDownLatch released = proxy.hold(isApplyOf("services/partly"));
        start("""
                deployWorkload cluster: 'prod', workload: [name: 'partly', controller: [single: [:]],
                    containers: [[name: 'app', image: 'nginx']], service: [ports: [[port: 80]]]]
                """);
        proxy.awaitHeld();
        awaitLog("Deployment default/partly created");

        killAndRestart();
        awaitLog("partly: resuming after the restart");
        released.countDown();

        assertEnd("SUCCESS SUCCEEDED NONE");
        assertThat(proxy.takeRequests().stream().filter(isApplyOf("deployments/partly")))
                .as("the Deployment is not applied again")
                .hasSize(1);
    }

    @Test
    void endsWhenCredentialOfSecretChangesAcrossTheRestart() throws Throwable {
        CountDownLatch released = proxy.hold(isApplyOf("deployments/rotated"));
        jenkins.runRemotely(ControllerCrashITest::setCredential, "canary-old");
        start("""
                deployWorkload cluster: 'prod', workload: [name: 'rotated', controller: [single: [:]],
                    containers: [[name: 'app', image: 'nginx']],
                    secrets: [[name: 'rotated', data: [[key: 'password', credentialsId: 'db']]]]]
                """);
        proxy.awaitHeld();
        awaitLog("Secret default/rotated created");
        jenkins.runRemotely(ControllerCrashITest::setCredential, "canary-new");

        killAndRestart();
        released.countDown();

        String end = jenkins.runRemotely(ControllerCrashITest::awaitEnd);
        assertThat(end)
                .contains("FAILURE REFUSED NONE")
                .contains(
                        "rotated: secrets[0].data[0].credentialsId: the credential \"db\" has changed since this deploy"
                                + " was planned. Run the build again to deploy the new value.")
                .doesNotContain("canary-");
    }

    @Test
    void resumesWhenKilledWhileWaiting() throws Throwable {
        start("""
                deployWorkload cluster: 'prod', workload: [name: 'wait', controller: [single: [:]],
                    nodeSelector: %s, containers: [[name: 'app', image: 'nginx']]]
                """.formatted(gate.selector()));
        awaitLog("waiting until they are healthy");

        killAndRestart();
        awaitLog("wait: resuming after the restart");
        gate.open();

        assertEnd("SUCCESS SUCCEEDED NONE");
    }

    /** The log of the simulated container contains the value of the Secret. */
    @Test
    void masksValuesOfSecretsInLogsWhenKilledWhileWaiting() throws Throwable {
        jenkins.runRemotely(ControllerCrashITest::setCredential, "Connection refused");
        start("""
                deployWorkload cluster: 'prod', patience: [CrashLoop: '0s'], workload: [name: 'masked',
                    controller: [single: [:]], nodeSelector: %s,
                    podAnnotations: ['deploy-workload.test/failure': 'crash'],
                    containers: [[name: 'app', image: 'nginx']],
                    secrets: [[name: 'masked', data: [[key: 'password', credentialsId: 'db']]]]]
                """.formatted(gate.selector()));
        awaitLog("waiting until they are healthy");

        killAndRestart();
        awaitLog("masked: resuming after the restart");
        gate.open();

        String end = jenkins.runRemotely(ControllerCrashITest::awaitEnd);
        assertThat(end)
                .contains("FAILURE FAILED NONE")
                .contains("java.net.ConnectException: ***")
                .doesNotContain("Connection refused");
    }

    @Test
    void rollsBackWhenKilledBeforeReactivation() throws Throwable {
        deployFirst("reactivate");
        // The first write activates the deploy, the second one reactivates the healthy revision.
        CountDownLatch released = proxy.hold(second(
                request -> request.isWrite() && request.path().contains("/configmaps/deploy-workload-reactivate")));
        start(ROLLBACK.formatted("reactivate", "[:]", 2, "registry.example/missing:1"));
        proxy.awaitHeld();

        killAndRestart();
        released.countDown();

        assertEnd("FAILURE FAILED ROLLED_BACK");
        assertThat(liveImage("reactivate")).isEqualTo("nginx:1");
    }

    @Test
    void rollsBackWhenKilledWhileRollbackIsApplied() throws Throwable {
        deployFirst("reapply");
        CountDownLatch released = proxy.hold(second(isApplyOf("deployments/reapply")));
        start(ROLLBACK.formatted("reapply", "[:]", 2, "registry.example/missing:1"));
        proxy.awaitHeld();

        killAndRestart();
        released.countDown();

        assertEnd("FAILURE FAILED ROLLED_BACK");
        assertThat(liveImage("reapply")).isEqualTo("nginx:1");
    }

    @Test
    void rollsBackWhenKilledWhileRollbackWaits() throws Throwable {
        deployFirst("rewait");
        gate.close();
        start(ROLLBACK.formatted("rewait", "[:]", 2, "registry.example/missing:1"));
        plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("rewait")
                .waitUntilCondition(
                        found -> found.getMetadata().getGeneration() == 3
                                && found.getStatus().getObservedGeneration() == 3,
                        1,
                        TimeUnit.MINUTES);

        killAndRestart();
        gate.open();

        assertEnd("FAILURE FAILED ROLLED_BACK");
        assertThat(liveImage("rewait")).isEqualTo("nginx:1");
    }

    /** Deploys a healthy revision, to which a later deploy can roll back. */
    private void deployFirst(String name) throws Throwable {
        gate.open();
        start(ROLLBACK.formatted(name, gate.selector(), 600, "nginx:1"));
        assertEnd("SUCCESS SUCCEEDED NONE");
    }

    private static Predicate<RecordingProxy.Request> isApplyOf(String object) {
        return request -> request.isApply() && request.path().endsWith("/" + object);
    }

    /** Matches the second request that the filter matches, and all later ones. */
    private static Predicate<RecordingProxy.Request> second(Predicate<RecordingProxy.Request> filter) {
        AtomicInteger seen = new AtomicInteger();
        return request -> filter.test(request) && seen.incrementAndGet() >= 2;
    }

    private String liveImage(String name) {
        return plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    private void killAndRestart() throws Exception {
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
    }

    private void start(String script) throws Throwable {
        jenkins.runRemotely(ControllerCrashITest::startBuild, script);
    }

    private void awaitLog(String message) throws Throwable {
        jenkins.runRemotely(ControllerCrashITest::awaitMessage, message);
    }

    /** @param expected the result of the build, and the outcome and the recovery of each deploy that the build recorded */
    private void assertEnd(String expected) throws Throwable {
        String end = jenkins.runRemotely(ControllerCrashITest::awaitEnd);
        assertThat(end.lines().findFirst()).as(end).contains(expected);
    }

    private static void configure(JenkinsRule rule, String server, String token) throws Throwable {
        JenkinsSetup.configureProxy(server, token);
    }

    private static void setCredential(JenkinsRule rule, String value) throws Throwable {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .removeIf(credential -> credential instanceof StringCredentialsImpl text
                        && text.getId().equals("db"));
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "db", "", Secret.fromString(value)));
        credentials.save();
    }

    private static void startBuild(JenkinsRule rule, String script) throws Throwable {
        WorkflowJob job = rule.jenkins.getItemByFullName("job", WorkflowJob.class);
        if (job == null) {
            job = rule.createProject(WorkflowJob.class, "job");
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private static void awaitMessage(JenkinsRule rule, String message) throws Throwable {
        rule.waitForMessage(message, lastBuild(rule));
    }

    private static String awaitEnd(JenkinsRule rule) throws Throwable {
        WorkflowRun run = rule.waitForCompletion(lastBuild(rule));
        return run.getResult()
                + DeploymentsAction.of(run).stream()
                        .map(workload -> " " + workload.getOutcome() + " " + workload.getRecovery())
                        .collect(Collectors.joining())
                + "\n" + JenkinsRule.getLog(run);
    }

    private static WorkflowRun lastBuild(JenkinsRule rule) {
        return rule.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
    }
}
