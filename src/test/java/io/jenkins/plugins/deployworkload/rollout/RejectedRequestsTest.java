package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.ProxiedConnection.isRequestFor;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rollouts to an API server that limits requests, and answers some of them with status 429 (Too Many Requests). */
@Tag("control-plane")
@Timeout(300)
class RejectedRequestsTest {

    private final TestCluster cluster = new TestCluster();
    private final ProxiedConnection proxied;

    RejectedRequestsTest() throws Exception {
        proxied = new ProxiedConnection(cluster);
    }

    @AfterEach
    void close() {
        proxied.close();
        cluster.close();
    }

    @Test
    void requestsAreRepeatedWhenTheServerSays() {
        proxied.proxy.reject(12, 1, request -> true);

        RolloutResult result = proxied.start(RolloutOptions.defaults(), configMap("settings"), deployment(1, "nginx:1"))
                .result()
                .join();

        assertThat(result.message()).contains("Deployment web");
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    /** A write that was repeated later would change the cluster after the build has failed. */
    @Test
    void rolloutEndsAtItsDeadlineWhileAWriteIsRejected() {
        proxied.proxy.reject(
                Integer.MAX_VALUE,
                60,
                request -> request.isWrite()
                        && isRequestFor("PATCH", "deployments/web").test(request));

        RolloutResult result = proxied.start(
                        RolloutOptions.defaults(),
                        Duration.ofSeconds(5),
                        configMap("settings"),
                        deployment(1, "nginx:1"))
                .result()
                .join();

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("Deployment web was refused: HTTP 429 (Retry-After: 60 s)");
        assertThat(proxied.proxy.takeRequests())
                .filteredOn(request -> request.isWrite() && request.path().endsWith("/deployments/web"))
                .hasSize(1);
        assertThat(cluster.admin()
                        .apps()
                        .deployments()
                        .inNamespace(cluster.namespace)
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void abortedRolloutDoesNotWaitForARejectedRequest() throws Exception {
        proxied.proxy.reject(Integer.MAX_VALUE, 60, request -> request.path().endsWith("/deployments/web"));
        Rollout rollout = proxied.start(RolloutOptions.defaults(), deployment(1, "nginx:1"));
        while (proxied.proxy.takeRequests().stream()
                .noneMatch(request -> request.path().endsWith("/deployments/web"))) {
            Thread.onSpinWait();
        }

        rollout.stop("Stopped by a test");

        assertThat(rollout.result().join().outcome()).isEqualTo(Outcome.ABORTED);
    }
}
