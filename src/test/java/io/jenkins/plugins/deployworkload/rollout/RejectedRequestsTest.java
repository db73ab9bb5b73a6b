package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.ProxiedConnection.isRequestFor;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The deploy of fewer objects prunes the others. */
    private void deployWithSettings() {
        assertThat(cluster.run(configMap("settings"), configMap("page"), deployment(1, "nginx:1"))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
    }

    private void rejectAll(Predicate<RecordingProxy.Request> filter) {
        proxied.proxy.reject(Integer.MAX_VALUE, 1, filter);
    }

    /** The API server would reject the write again and again for minutes. */
    @Test
    void newerDeployEndsTheRetriesOfAnOlderOne() throws Exception {
        rejectAll(isRequestFor("PATCH", "deployments/web"));
        Rollout older = proxied.start(RolloutOptions.defaults(), deployment(1, "nginx:1"));
        proxied.proxy.awaitRejection();

        assertThat(cluster.run(deployment(1, "nginx:2")).outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertThat(older.result())
                .succeedsWithin(Duration.ofSeconds(60))
                .satisfies(result ->
                        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED));
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH deployments/web", "DELETE configmaps/settings"})
    void writeIsNotRepeatedWhenTheAccessRuleChanges(String rejected) throws Exception {
        AtomicBoolean removed = new AtomicBoolean();
        RolloutPolicy policy =
                (options, objects) -> removed.get() ? List.of("The access rule was removed.") : List.of();
        deployWithSettings();
        Predicate<RecordingProxy.Request> filter =
                isRequestFor(rejected.split(" ")[0], rejected.split(" ")[1]).and(RecordingProxy.Request::isWrite);
        rejectAll(filter);
        Rollout rollout = cluster.engine.start(
                proxied.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(configMap("page"), deployment(1, "nginx:2")),
                        TestCluster.DEFAULT_TIMEOUT,
                        RolloutOptions.defaults().withPrune(true),
                        policy),
                proxied.events);
        proxied.proxy.awaitRejection();

        removed.set(true);

        assertThat(rollout.result()).succeedsWithin(Duration.ofSeconds(60));
        String told = rollout.result().join().message() + proxied.events.all(RolloutEvent.Warning.class);
        assertThat(told).contains("The access rule was removed.");
        int rejections = proxied.proxy.rejections();
        assertThat(proxied.proxy.takeRequests())
                .filteredOn(filter)
                .as("no attempt that was not rejected")
                .hasSize(rejections);
    }

    /** The deploy has pruned and marks its revision as healthy, each with several requests. */
    @Test
    void abortedRolloutDoesNotRepeatTheRequestsOfItsEnd() throws Exception {
        deployWithSettings();
        AtomicBoolean ends = new AtomicBoolean();
        proxied.proxy.reject(Integer.MAX_VALUE, 60, request -> {
            ends.compareAndSet(false, request.method().equals("DELETE"));
            return ends.get();
        });
        Rollout rollout =
                proxied.start(RolloutOptions.defaults().withPrune(true), configMap("page"), deployment(1, "nginx:2"));
        proxied.proxy.awaitRejection();

        rollout.stop("Stopped by a test");

        assertThat(rollout.result()).succeedsWithin(Duration.ofSeconds(50));
        assertThat(proxied.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .anyMatch(text -> text.contains("ConfigMap settings"));
    }

    @Test
    void endOfARolloutDoesNotRepeatRequestsForLongAfterTheDeadline() throws Exception {
        deployWithSettings();
        proxied.proxy.reject(Integer.MAX_VALUE, 120, request -> request.method().equals("DELETE"));

        Rollout rollout = proxied.start(
                RolloutOptions.defaults().withPrune(true),
                Duration.ofSeconds(30),
                configMap("page"),
                deployment(1, "nginx:2"));
        proxied.proxy.awaitRejection();

        assertThat(rollout.result())
                .succeedsWithin(Duration.ofSeconds(90))
                .satisfies(result ->
                        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED));
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
