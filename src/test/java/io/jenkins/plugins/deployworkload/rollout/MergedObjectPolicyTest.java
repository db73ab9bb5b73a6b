package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.cronJob;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.policy.PolicyRule;
import io.jenkins.plugins.deployworkload.policy.PolicyRules;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policy decides on objects with the fields that other clients have set, because an apply keeps these fields. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class MergedObjectPolicyTest {

    private static final RolloutOptions DEFAULTS = RolloutOptions.defaults();

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private Rollout start(Supplier<PolicyRule> rule, RolloutOptions options, HasMetadata... objects) {
        return cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(objects),
                        TestCluster.UNTIL_EXPIRED,
                        options,
                        (used, checked) -> ObjectPolicy.check(rule.get(), cluster.namespace, checked)),
                cluster.events);
    }

    private RolloutResult run(RolloutOptions options, HasMetadata... objects) {
        return await(start(() -> PolicyRules.DEFAULTS, options, objects));
    }

    /** A CronJob of another client, which differs from {@link #described} in one field. */
    private void createPrivileged() {
        CronJob foreign = described();
        foreign.getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .setSecurityContext(
                        new SecurityContextBuilder().withPrivileged(true).build());
        cluster.create(foreign);
    }

    private static CronJob described() {
        return cronJob(podTemplate("nginx:1"));
    }

    private CronJob live() {
        return cluster.admin()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    private void assertRefused(RolloutResult result, String field) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .contains("keeps fields that other clients have set")
                .contains(field)
                .contains("(access rule 1 of the cluster \"prod\")");
    }

    private enum Deploy {
        ONE_OBJECT,
        TWO_OBJECTS,
        DRY_RUN
    }

    @ParameterizedTest
    @EnumSource(Deploy.class)
    void refusesObjectThatKeepsForbiddenFieldsOfOthers(Deploy deploy) {
        createPrivileged();
        String version = live().getMetadata().getResourceVersion();

        RolloutResult result =
                switch (deploy) {
                    case ONE_OBJECT -> run(DEFAULTS, described());
                    case TWO_OBJECTS -> run(DEFAULTS, service(80), described());
                    case DRY_RUN -> run(DEFAULTS.withDryRun(true), described());
                };

        assertRefused(
                result,
                "CronJob web: spec.jobTemplate.spec.template.spec.containers[app].securityContext.privileged: true");
        assertThat(live().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(cluster.liveService()).isNull();
    }

    /** The migration of field managers makes this application the owner of the fields, and the apply removes them. */
    @Test
    void adoptionRemovesForbiddenFields() {
        createPrivileged();

        RolloutResult result = run(DEFAULTS.withAdopt(true), service(80), described());

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(live().getMetadata().getLabels()).containsKey(Ownership.LABEL);
        assertThat(live().getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getSecurityContext())
                .isNull();
    }

    private void patchDeployment(PatchType type, String patch) {
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .patch(PatchContext.of(type), patch);
    }

    @Test
    void refusesChangeOfOwnObjectThatKeepsForbiddenFieldsOfOthers() {
        assertThat(run(DEFAULTS, deployment(1, podTemplate("nginx:1"))).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        patchDeployment(PatchType.JSON_MERGE, "{\"spec\":{\"template\":{\"spec\":{\"hostNetwork\":true}}}}");

        assertRefused(run(DEFAULTS, deployment(1, podTemplate("nginx:2"))), "spec.template.spec.hostNetwork: ");

        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
    }

    /** The sidecar is allowed until the rule changes. */
    @Test
    void doesNotRollBackObjectThatKeepsForbiddenFieldsOfOthers() throws InterruptedException {
        AtomicReference<PolicyRule> rule = new AtomicReference<>(PolicyRules.DEFAULTS);
        assertThat(await(start(rule::get, DEFAULTS, deployment(1, podTemplate("nginx:1"))))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        patchDeployment(
                PatchType.STRATEGIC_MERGE,
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"side.example/side:1\"}]}}}}");
        Rollout rollout = start(
                rule::get,
                DEFAULTS.withOnFailure(OnFailure.ROLLBACK),
                deployment(1, podTemplate("nginx:2", "ready", "never")));
        cluster.events.await(
                RolloutEvent.Waiting.class, event -> rollout.checkpoint().allApplied());
        rule.set(PolicyRules.images("docker.io/library/nginx"));
        cluster.expireTimeouts();

        RolloutResult result = await(rollout);

        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message())
                .contains("The rollback failed: ")
                .contains("keeps fields that other clients have set")
                .contains("Deployment web: spec.template.spec.containers[side].image: ");
        assertThat(cluster.liveDeployment().getSpec().getTemplate().getSpec().getContainers())
                .extracting(Container::getImage)
                .containsExactlyInAnyOrder("nginx:2", "side.example/side:1");
    }

    /** No field manager owns what a webhook or an admission policy has set. */
    @Test
    @SuppressWarnings("try")
    void allowsWhatTheClusterItselfAdds() {
        Supplier<PolicyRule> onlyNginx = () -> PolicyRules.images("docker.io/library/nginx");
        try (DeploymentMutation mutation = DeploymentMutation.addsSidecar(cluster)) {
            assertThat(await(start(onlyNginx, DEFAULTS, service(80), deployment(1, podTemplate("nginx:1"))))
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            assertThat(cluster.liveDeployment()
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers())
                    .hasSize(2);
            // Another client shares the object, so that the policy decides on the merged object.
            patchDeployment(
                    PatchType.JSON_MERGE,
                    "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"team\":\"shop\"}}}}}");

            RolloutResult changed =
                    await(start(onlyNginx, DEFAULTS, service(81), deployment(1, podTemplate("nginx:2"))));

            assertThat(changed.outcome()).as(changed.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(cluster.liveImage()).isEqualTo("nginx:2");
        }
    }
}
