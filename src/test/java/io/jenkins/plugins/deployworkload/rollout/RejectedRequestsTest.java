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

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(proxied.proxy.rejections()).isEqualTo(12);
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
                        Duration.ofSeconds(20),
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

    /** The API server says to wait for a minute, but a user who stops the build does not. */
    @Test
    void abortedRolloutDoesNotRepeatARejectedWrite() throws Exception {
        proxied.proxy.reject(
                Integer.MAX_VALUE,
                60,
                request -> request.isWrite()
                        && isRequestFor("PATCH", "deployments/web").test(request));
        Rollout rollout = proxied.start(RolloutOptions.defaults(), deployment(1, "nginx:1"));
        proxied.proxy.awaitRejection();

        rollout.stop("Stopped by a test");

        assertThat(rollout.result())
                .succeedsWithin(Duration.ofSeconds(50))
                .satisfies(result -> assertThat(result.outcome()).isEqualTo(Outcome.ABORTED));
        assertThat(proxied.proxy.rejections()).isEqualTo(1);
    }
}
