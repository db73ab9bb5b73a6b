package io.jenkins.plugins.deployworkload.rollout.plan;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The id of a plan, and the refusal of another plan. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class PlanIdTest {

    private static final RolloutOptions OPTIONS = RolloutOptions.defaults();

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static ConfigMap settings(String value) {
        return new ConfigMapBuilder(configMap("settings"))
                .withData(Map.of("key", value))
                .build();
    }

    private static Secret secret(String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("login")
                .endMetadata()
                .withStringData(Map.of("password", value))
                .build();
    }

    private void deploy(HasMetadata... objects) {
        RolloutResult result = cluster.run(objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private String plan(RolloutOptions options, HasMetadata... objects) {
        RolloutResult result = cluster.run(options.withDryRun(true), objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.planId()).startsWith("web:");
        return result.planId();
    }

    private void assertRefused(String differences, String expected, RolloutOptions options, HasMetadata... objects) {
        int applied = cluster.events.all(RolloutEvent.Applied.class).size();
        RolloutResult result = cluster.run(options.withExpectedPlan(expected), objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .isEqualTo("Nothing was applied, because the plan is not the expected one: " + differences
                        + ". Approve the plan of a new dry run.");
        assertThat(cluster.events.all(RolloutEvent.Applied.class)).hasSize(applied);
    }

    @Test
    void deploysTheExpectedPlan() {
        deploy(settings("1"), deployment(1, podTemplate("nginx:1")));
        HasMetadata[] next = {settings("2"), deployment(1, podTemplate("nginx:2")), secret("a")};
        String plan = plan(OPTIONS, next);

        RolloutResult result = cluster.run(OPTIONS.withExpectedPlan("api:other, " + plan), next);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.planId()).isNull();
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
    }

    @Test
    void noPlanHasTheIdOfADryRunWithoutOne() {
        assertRefused("ConfigMap settings would be created", "web:none", OPTIONS, settings("1"));
    }

    @Test
    void isTheSameForAnotherBuildAndAnotherProcess() {
        deploy(settings("1"), deployment(1, podTemplate("nginx:1")));
        HasMetadata[] next = {settings("2"), deployment(1, podTemplate("nginx:2"))};
        try (TestCluster other = new TestCluster(cluster)) {
            RolloutOptions build =
                    OPTIONS.withBuild(new RolloutOptions.BuildReference("shop/web", 17, "https://jenkins.example/17/"));
            assertThat(other.run(build.withDryRun(true), next).planId()).isEqualTo(plan(OPTIONS, next));
        }
    }

    @Test
    void dependsOnSecretValuesAndCannotBeGuessedWithoutTheKey() {
        String plan = plan(OPTIONS, secret("one"));
        assertThat(plan(OPTIONS, secret("one"))).isEqualTo(plan);
        assertThat(plan(OPTIONS, secret("two"))).isNotEqualTo(plan);
        assertRefused("Secret login would be changed in another way", plan, OPTIONS, secret("two"));

        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            RolloutEngine otherKey = new RolloutEngine(
                    scheduler, () -> "another revision key of 32 or more bytes".getBytes(StandardCharsets.UTF_8));
            RolloutRequest request = new RolloutRequest(
                    cluster.namespace,
                    "web",
                    List.of(secret("one")),
                    TestCluster.DEFAULT_TIMEOUT,
                    OPTIONS.withDryRun(true));
            assertThat(TestCluster.await(otherKey.start(cluster.connection, request, cluster.events))
                            .planId())
                    .startsWith("web:")
                    .isNotEqualTo(plan);
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void refusalNamesEachDifference() {
        deploy(settings("1"), configMap("a"), configMap("b"));
        ConfigMap changed =
                new ConfigMapBuilder(configMap("a")).addToData("new", "1").build();
        String plan = plan(OPTIONS, settings("2"), changed, configMap("b"));

        assertRefused(
                "ConfigMap c would be created, ConfigMap settings would be changed in another way, ConfigMap a would"
                        + " not be changed",
                plan,
                OPTIONS,
                settings("3"),
                configMap("a"),
                configMap("b"),
                configMap("c"));
    }

    @Test
    void changeByAnotherClientMakesAnotherPlan() {
        deploy(settings("1"), configMap("a"));
        String plan = plan(OPTIONS, settings("2"), configMap("a"));
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("a")
                .delete();

        assertRefused("ConfigMap a would be created", plan, OPTIONS, settings("2"), configMap("a"));
    }

    @Test
    void deletionsBelongToThePlan() {
        deploy(settings("1"), configMap("a"));
        RolloutOptions prune = OPTIONS.withPrune(true);
        String plan = plan(OPTIONS, settings("2"));

        assertThat(plan(prune, settings("2"))).isNotEqualTo(plan);
        assertRefused("ConfigMap a would be deleted", plan, prune, settings("2"));
        assertRefused("ConfigMap a would not be changed", plan(prune, settings("2")), OPTIONS, settings("2"));
        assertThat(cluster.run(prune.withExpectedPlan(plan(prune, settings("2"))), settings("2"))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void planOfOtherApplicationsIsNoneOfThisOne() {
        RolloutResult result = cluster.run(OPTIONS.withExpectedPlan("api:0000000000000000"), settings("1"));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .isEqualTo("Nothing was applied, because \"expectedPlan\" contains no plan of web. Take the plan from a"
                        + " dry run with the same workloads.");
    }

    @Test
    void planWithoutChangesHasAnId() {
        deploy(settings("1"));
        RolloutResult result = cluster.run(OPTIONS.withExpectedPlan(plan(OPTIONS, settings("1"))), settings("1"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }
}
