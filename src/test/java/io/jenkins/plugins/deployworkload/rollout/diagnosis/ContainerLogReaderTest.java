package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Reads container logs from a simulated node through the API server; {@code ContainerLogs} provides the lines. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ContainerLogReaderTest {

    private static Finding found(TestCluster cluster, String signal, HasMetadata object) throws InterruptedException {
        Rollout rollout = cluster.start(object);
        Finding finding = cluster.awaitFinding(signal);
        rollout.stop("seen");
        await(rollout);
        return finding;
    }

    private static PodTemplateSpec failing(String failure) {
        return podTemplate("nginx:1", "failure", failure);
    }

    @Test
    void showsPreviousLogOfRestartingContainer() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Finding finding = found(cluster, "CrashLoop", deployment(1, failing("crash")));
            assertThat(finding.log())
                    .hasSize(5)
                    .contains("Exception in thread \"main\" java.net.ConnectException: Connection refused")
                    .endsWith("\tat shop.Main.main(Main.java:7)");
            assertThat(finding.lines()).contains("  Last 5 lines of the log:", "  > \tat shop.Main.main(Main.java:7)");
        }
    }

    @Test
    void showsLogOfTerminatedContainer() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Finding finding = found(cluster, "Crash", job(podTemplate("migrate:1", "fail", "true")));
            assertThat(finding.log()).containsExactly("Starting", "Reading settings", "Waiting for db:5432");
        }
    }

    @Test
    void showsLogOfUnreadyContainer() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            Finding finding = found(cluster, "ReadinessProbe", deployment(1, failing("readiness")));
            assertThat(finding.location().container()).isEqualTo("app");
            assertThat(finding.log()).endsWith("Waiting for db:5432");
        }
    }

    @Test
    void showsNoLogOfContainerThatNeverRan() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            assertThat(found(cluster, "ConfigError", deployment(1, failing("config")))
                            .log())
                    .isEmpty();
        }
    }

    @Test
    void showsOnlyLastLines() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            PodTemplateSpec template = failing("crash");
            template.getSpec().getContainers().getFirst().setName("chatty");
            Finding finding = found(cluster, "CrashLoop", deployment(1, template));
            assertThat(finding.log())
                    .hasSize(ContainerLogReader.MAX_LINES)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(LogSanitizer.MAX_WIDTH + 1));
            assertThat(finding.log().getFirst()).startsWith("Line 1971 ");
            assertThat(finding.log().getLast()).startsWith("Line 2000 ");
        }
    }

    @Test
    void redactsEnvironmentValues() throws InterruptedException {
        try (TestCluster cluster = new TestCluster()) {
            PodTemplateSpec template = failing("crash");
            template.getSpec().getContainers().getFirst().getEnv().add(new EnvVar("PASSWORD", "correct-horse", null));
            Finding finding = found(cluster, "CrashLoop", deployment(1, template));
            assertThat(finding.log()).contains("Connecting to postgres://shop:***@db:5432/shop");
            assertThat(cluster.events.all().toString()).doesNotContain("correct-horse");
        }
    }

    @Test
    void reportsMissingLogPermission() throws InterruptedException {
        try (TestCluster cluster =
                new TestCluster(SharedControlPlane.get().tokenFor("deployer"), GracePeriods.standard())) {
            cluster.grant(
                    TestCluster.rule("apps", "deployments", "get", "list", "watch", "create", "patch"),
                    TestCluster.rule("apps", "replicasets", "list", "watch"),
                    TestCluster.rule("", "pods", "list", "watch"));
            Finding finding = found(cluster, "CrashLoop", deployment(1, failing("crash")));
            assertThat(finding.log())
                    .singleElement()
                    .asString()
                    .startsWith("(log not available: ")
                    .contains("deployer")
                    .contains("pods/log");
        }
    }
}
