package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.policy.PolicyRule;
import io.jenkins.plugins.deployworkload.policy.PolicyRules;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rollout does when its policy refuses objects, or when the rules change while it waits. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RolloutPolicyTest {

    private static final RolloutOptions ROLLBACK = RolloutOptions.defaults()
            .withOnFailure(OnFailure.ROLLBACK)
            .withPatience(Map.of("CrashLoop", Duration.ZERO));

    private static final String NOT_ALLOWED =
            "Deployment web: spec.template.spec.containers[app].image: \"nginx:1\" is not from an allowed repository";

    private final TestCluster cluster = new TestCluster();
    private final ChangingPolicy policy = new ChangingPolicy();

    /** The policy of a cluster whose rule an administrator changes or removes. */
    private final class ChangingPolicy implements RolloutPolicy {

        private volatile PolicyRule rule = PolicyRules.DEFAULTS;
        private volatile boolean isRemoved;

        @Override
        public List<String> refusals(RolloutOptions options, List<HasMetadata> objects) {
            return isRemoved
                    ? List.of("cluster: \"prod\" is not configured")
                    : ObjectPolicy.check(rule, cluster.namespace, objects);
        }
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Rollout start(RolloutOptions options, HasMetadata... objects) {
        return cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace, "web", List.of(objects), TestCluster.UNTIL_EXPIRED, options, policy),
                cluster.events);
    }

    private List<ConfigMap> configMaps() {
        return cluster.admin().configMaps().inNamespace(cluster.namespace).list().getItems().stream()
                .filter(map -> !map.getMetadata().getName().equals("kube-root-ca.crt"))
                .toList();
    }

    private List<String> warnings() {
        return cluster.events.all(RolloutEvent.Warning.class).stream()
                .map(RolloutEvent.Warning::message)
                .toList();
    }

    /** The error happens after the revision was stored and before it is activated. */
    @Test
    void internalErrorBeforeTheActivationLeavesNoRevision() {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        List<ConfigMap> before = configMaps();
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":5}}}}");
        AtomicInteger checks = new AtomicInteger();
        RolloutRequest request = new RolloutRequest(
                cluster.namespace,
                "web",
                List.of(service(80), deployment(1, podTemplate("nginx:2"))),
                TestCluster.UNTIL_EXPIRED,
                ROLLBACK,
                (options, objects) -> {
                    // The second check is about the merged objects, after their dry run.
                    if (checks.incrementAndGet() == 2) {
                        throw new NoClassDefFoundError("gone");
                    }
                    return List.of();
                });

        RolloutResult result = await(cluster.engine.start(cluster.connection, request, cluster.events));

        assertThat(result.message()).contains("NoClassDefFoundError");
        assertThat(configMaps()).hasSameSizeAs(before);
        assertThat(cluster.liveService()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusedDeployWritesNothing(boolean dryRun) {
        policy.rule = PolicyRules.images("registry.example.com");

        RolloutResult result =
                await(start(ROLLBACK.withDryRun(dryRun), service(80), deployment(1, podTemplate("nginx:1"))));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .startsWith(NOT_ALLOWED)
                .contains("allowed repositories: registry.example.com")
                .endsWith("(access rule 1 of the cluster \"prod\").");
        assertThat(cluster.liveDeployment()).isNull();
        assertThat(cluster.admin()
                        .services()
                        .inNamespace(cluster.namespace)
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(configMaps()).isEmpty();
    }

    @Test
    void doesNotRollBackToForbiddenRevision() {
        assertThat(await(start(ROLLBACK, deployment(1, podTemplate("nginx:1")))).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        policy.rule = PolicyRules.images("docker.io/library/broken");

        RolloutResult result =
                await(start(ROLLBACK, deployment(1, podTemplate("broken:2", "failure", "image-invalid"))));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message())
                .contains("Not rolled back, because the last healthy revision is not allowed: " + NOT_ALLOWED);
        assertThat(cluster.liveImage()).isEqualTo("broken:2");
        assertThat(cluster.events.all(RolloutEvent.RollingBack.class)).isEmpty();
    }

    @Test
    void writesNothingAfterWaitIfRulesChanged() throws InterruptedException {
        RolloutOptions prune = RolloutOptions.defaults().withPrune(true);
        assertThat(await(start(prune, TestCluster.configMap("settings"), deployment(1, podTemplate("nginx:1"))))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        Rollout rollout = start(prune, deployment(1, podTemplate("nginx:2", "ready", "never")));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().contains("1 old"));
        List<ConfigMap> before = configMaps();

        policy.rule = PolicyRules.images("registry.example.com");
        cluster.makePodsReady();
        RolloutResult result = await(rollout);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
        assertThat(configMaps()).as("settings, and the revision history").isEqualTo(before);
        assertThat(warnings())
                .filteredOn(text -> text.startsWith("The workload is healthy, but nothing more is written"))
                .singleElement()
                .asString()
                .contains("\"nginx:2\" is not from an allowed repository");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLLBACK", "REMOVE"})
    void neitherRollsBackNorRemovesIfClusterWasRemoved(OnFailure onFailure) throws InterruptedException {
        if (onFailure == OnFailure.ROLLBACK) {
            assertThat(await(start(ROLLBACK, deployment(1, podTemplate("nginx:1"))))
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
        }
        Rollout rollout =
                start(ROLLBACK.withOnFailure(onFailure), deployment(1, podTemplate("nginx:2", "ready", "never")));
        cluster.events.await(
                RolloutEvent.Waiting.class,
                event -> event.checkpoint().options().onFailure() == onFailure
                        && rollout.checkpoint().allApplied());
        List<ConfigMap> before = configMaps();

        policy.isRemoved = true;
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message()).endsWith("cluster: \"prod\" is not configured.");
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
        assertThat(configMaps()).isEqualTo(before);
    }

    @Test
    void resumedWaitGoesOnButWritesNothing() throws InterruptedException {
        Rollout first = start(RolloutOptions.defaults(), deployment(1, podTemplate("nginx:1", "ready", "never")));
        RolloutCheckpoint checkpoint =
                cluster.events.await(RolloutEvent.Waiting.class, event -> true).checkpoint();
        first.stop("restart");
        await(first);
        List<ConfigMap> before = configMaps();

        policy.isRemoved = true;
        Rollout resumed = cluster.engine.resume(
                cluster.connection, RolloutCheckpoint.fromJson(checkpoint.toJson()), List.of(), policy, cluster.events);
        cluster.makePodsReady();

        assertThat(await(resumed).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(warnings()).anyMatch(text -> text.contains("nothing more is written"));
        assertThat(configMaps()).isEqualTo(before);
    }

    @Test
    void resumedDeployAppliesNoForbiddenObject() throws InterruptedException {
        Rollout first =
                start(RolloutOptions.defaults(), service(80), deployment(1, podTemplate("nginx:1", "ready", "never")));
        RolloutCheckpoint waiting =
                cluster.events.await(RolloutEvent.Waiting.class, event -> true).checkpoint();
        first.stop("restart");
        await(first);
        RolloutCheckpoint applying = new RolloutCheckpoint(
                waiting.version(),
                waiting.namespace(),
                waiting.workload(),
                false,
                waiting.objects().stream()
                        .filter(saved -> saved.object().kind().equals("Service"))
                        .toList(),
                waiting.startedAt(),
                waiting.deadline(),
                waiting.options(),
                waiting.revision(),
                null);

        policy.rule = PolicyRules.images("docker.io/library/nginx");
        RolloutResult result = await(cluster.engine.resume(
                cluster.connection,
                applying,
                List.of(service(80), deployment(1, podTemplate("evil.example/nginx:2"))),
                policy,
                cluster.events));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("\"evil.example/nginx:2\" is not from an allowed repository");
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
    }

    @Test
    void readsNoContainerLogsIfNotAllowed() {
        RolloutPolicy noLogs = new RolloutPolicy() {
            @Override
            public List<String> refusals(RolloutOptions options, List<HasMetadata> objects) {
                return List.of();
            }

            @Override
            public boolean allowsContainerLogs() {
                return false;
            }
        };

        RolloutResult result = await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(deployment(1, podTemplate("nginx:1", "failure", "crash"))),
                        TestCluster.DEFAULT_TIMEOUT,
                        ROLLBACK,
                        noLogs),
                cluster.events));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings())
                .filteredOn(finding -> !finding.log().isEmpty())
                .isNotEmpty()
                .extracting(Finding::log)
                .allSatisfy(log -> assertThat(log)
                        .containsExactly("The log is not shown: the access rule of the cluster does not allow it."));
    }

    private Rollout start(ProxiedConnection proxied, RolloutOptions options, HasMetadata... objects) {
        return cluster.engine.start(
                proxied.connection,
                new RolloutRequest(
                        cluster.namespace, "web", List.of(objects), TestCluster.UNTIL_EXPIRED, options, policy),
                cluster.events);
    }

    /** The rule changes while the API server answers the apply of the ConfigMap, which is in an earlier wave. */
    @Test
    void appliesNoFurtherWaveIfRulesChanged() throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            CountDownLatch released =
                    proxied.hold(request -> request.isApply() && request.path().endsWith("/configmaps/settings"));
            Rollout rollout = start(
                    proxied,
                    RolloutOptions.defaults(),
                    TestCluster.configMap("settings"),
                    deployment(1, podTemplate("nginx:1")));
            proxied.proxy.awaitHeld();
            policy.rule = PolicyRules.images("registry.example.com");
            released.countDown();

            RolloutResult result = await(rollout);

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message()).contains(NOT_ALLOWED).contains("Already applied: ConfigMap settings");
            assertThat(cluster.liveDeployment()).isNull();
        }
    }

    /** A finalizer delays the deletion of the Deployment, which is replaced. */
    @Test
    void createsNothingAfterWaitForDeletionIfClusterWasRemoved() throws InterruptedException {
        RolloutOptions replace = RolloutOptions.defaults().withReplace(true);
        assertThat(await(start(replace, deployment(1, podTemplate("nginx:1")))).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        setFinalizers("[\"test/hold\"]");
        Deployment immutable = deployment(1, podTemplate("nginx:2"));
        immutable.getSpec().getSelector().getMatchLabels().put("tier", "web");
        immutable.getSpec().getTemplate().getMetadata().getLabels().put("tier", "web");
        Rollout rollout = start(replace, immutable);
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);

        policy.isRemoved = true;
        setFinalizers("[]");
        RolloutResult result = await(rollout);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .contains("cluster: \"prod\" is not configured")
                .contains("Deleted and not created again: Deployment web.");
        assertThat(cluster.liveDeployment()).isNull();
    }

    private void setFinalizers(String list) {
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":" + list + "}}");
    }

    /** Without a wait, too, the log says why the revision is not stored for a later rollback. */
    @Test
    void saysThatDetachedDeployWritesNothingMore() throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            CountDownLatch released =
                    proxied.hold(request -> request.isApply() && request.path().endsWith("/deployments/web"));
            Rollout rollout =
                    start(proxied, RolloutOptions.defaults().withDetached(true), deployment(1, podTemplate("nginx:1")));
            proxied.proxy.awaitHeld();
            policy.isRemoved = true;
            released.countDown();

            assertThat(await(rollout).outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(warnings())
                    .contains("Nothing more is written, so the revision is not stored for a later rollback. The"
                            + " deploy is no longer allowed: cluster: \"prod\" is not configured.");
        }
    }
}
