package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of manifests and of objects beside a workload run again only if they change; hooks follow their annotations. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ManifestJobsTest {

    private static final RolloutOptions NONE = RolloutOptions.defaults();

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    /** A Job of a manifest, which has no label of a workload. */
    private static Job migration(String image, String... annotations) {
        return job(podTemplate(image, annotations));
    }

    private static Job job(PodTemplateSpec template) {
        template.getMetadata().setLabels(null);
        Job job = TestObjects.job(template);
        job.setMetadata(new ObjectMetaBuilder().withName("migration").build());
        return job;
    }

    private static Job hook(Job job, String policies) {
        job.getMetadata().setAnnotations(hookAnnotations(policies));
        return job;
    }

    private static Map<String, String> hookAnnotations(String policies) {
        return policies.isEmpty()
                ? Map.of("helm.sh/hook", "pre-install,pre-upgrade")
                : Map.of("helm.sh/hook", "pre-install,pre-upgrade", "helm.sh/hook-delete-policy", policies);
    }

    private Job live() {
        return cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("migration")
                .get();
    }

    private String uid() {
        return live().getMetadata().getUid();
    }

    private static RolloutResult succeeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        return result;
    }

    private static Operation operation(RolloutResult result, String kind) {
        return result.objects().stream()
                .filter(object -> object.kind().equals(kind))
                .map(AppliedObject::operation)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void unchangedJobDoesNotRunAgain() {
        succeeded(cluster.run(migration("migrate:1"), deployment(1, podTemplate("nginx:1"))));
        String uid = uid();

        RolloutResult changed = succeeded(cluster.run(migration("migrate:1"), deployment(1, podTemplate("nginx:2"))));
        assertThat(operation(changed, "Job")).isEqualTo(Operation.UNCHANGED);
        assertThat(operation(changed, "Deployment")).isEqualTo(Operation.UPDATED);
        assertThat(uid()).isEqualTo(uid);

        RolloutResult replaced = succeeded(
                cluster.run(NONE.withReplace(true), migration("migrate:1"), deployment(1, podTemplate("nginx:2"))));
        assertThat(operation(replaced, "Job")).isEqualTo(Operation.UNCHANGED);
        assertThat(uid()).isEqualTo(uid);

        RolloutResult other = succeeded(cluster.run(migration("migrate:2"), deployment(1, podTemplate("nginx:2"))));
        assertThat(operation(other, "Job")).isEqualTo(Operation.CREATED);
        assertThat(uid()).isNotEqualTo(uid);
    }

    @Test
    void deployWithAnUnchangedJobWritesNothing() throws Exception {
        succeeded(cluster.run(migration("migrate:1"), deployment(1, podTemplate("nginx:1"))));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            succeeded(TestCluster.await(
                    proxied.start(NONE, migration("migrate:1"), deployment(1, podTemplate("nginx:1")))));
            assertThat(proxied.proxy.takeRequests())
                    .filteredOn(RecordingProxy.Request::isWrite)
                    .isEmpty();
        }
    }

    /** The API server sets defaults in the reference to the field, which belongs to one manager as a whole. */
    @Test
    void jobWithDefaultsDoesNotRunAgainAfterAFailedDeploy() {
        PodTemplateSpec template = podTemplate(
                "migrate:1",
                pod -> pod.getSpec()
                        .getContainers()
                        .getFirst()
                        .setEnv(List.of(new EnvVarBuilder()
                                .withName("POD")
                                .withNewValueFrom()
                                .withNewFieldRef(null, "metadata.name")
                                .endValueFrom()
                                .build())));
        RolloutResult failed =
                cluster.run(NONE, job(template), deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));
        assertThat(failed.outcome()).as(failed.message()).isEqualTo(Outcome.FAILED);
        String uid = uid();

        succeeded(cluster.run(job(template), deployment(1, podTemplate("nginx:2"))));

        assertThat(uid()).isEqualTo(uid);
    }

    @Test
    void failedJobRunsAgain() {
        Job failing = migration("migrate:1", "fail", "true");
        assertThat(cluster.run(failing).outcome()).isEqualTo(Outcome.FAILED);
        String uid = uid();

        assertThat(cluster.run(failing).outcome()).isEqualTo(Outcome.FAILED);

        assertThat(uid()).isNotEqualTo(uid);
    }

    @Test
    void deployWaitsForTheUnchangedJobThatRuns() throws InterruptedException {
        Job slow = migration("migrate:1", "run-for", "1h");
        Rollout running = cluster.start(NONE, slow);
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().startsWith("1 pod active"));
        String uid = uid();
        running.stop("aborted");
        TestCluster.await(running);

        try (TestCluster other = new TestCluster(cluster)) {
            Rollout next = other.start(slow);
            other.events.await(RolloutEvent.Waiting.class, event -> true);
            next.stop("seen");
            RolloutResult result = TestCluster.await(next);
            assertThat(operation(result, "Job")).isEqualTo(Operation.UNCHANGED);
        }
        assertThat(uid()).isEqualTo(uid);
    }

    @Test
    void dryRunReportsTheUnchangedJob() {
        succeeded(cluster.run(migration("migrate:1")));

        succeeded(cluster.run(NONE.withDryRun(true), migration("migrate:1")));

        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .extracting(RolloutEvent.WouldApply::operation)
                .containsExactly(Operation.UNCHANGED);
    }

    @Test
    void rollbackRunsNoJob() {
        RolloutOptions rollback = NONE.withOnFailure(OnFailure.ROLLBACK);
        succeeded(cluster.run(rollback, migration("migrate:1"), deployment(1, podTemplate("nginx:1"))));

        RolloutResult result = cluster.run(
                rollback, migration("migrate:2"), deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));

        assertThat(result.recovery()).as(result.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
        assertThat(live()).as("the Job of the failed deploy").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "before-hook-creation"})
    void hookOfEachUpgradeRunsOnEveryDeploy(String policies) {
        succeeded(cluster.run(hook(migration("migrate:1"), policies)));
        String uid = uid();
        assertThat(operation(succeeded(cluster.run(hook(migration("migrate:1"), policies))), "Job"))
                .isEqualTo(Operation.CREATED);
        assertThat(uid()).isNotEqualTo(uid);
    }

    @Test
    void hookOfTheInstallationRunsOnce() {
        Job job = migration("migrate:1");
        job.getMetadata().setAnnotations(Map.of("helm.sh/hook", "post-install"));
        succeeded(cluster.run(job));
        String uid = uid();
        succeeded(cluster.run(job));
        assertThat(uid()).isEqualTo(uid);
    }

    @ParameterizedTest
    @CsvSource({
        "hook-succeeded,                      false, true",
        "'before-hook-creation,hook-succeeded', true,  false",
        "hook-failed,                         true,  true",
        "hook-failed,                         false, false",
        "before-hook-creation,                true,  false",
        "before-hook-creation,                false, false",
    })
    void finishedHookIsDeletedAsItsPolicySays(String policies, boolean fails, boolean deleted) {
        Job job = fails ? migration("migrate:1", "fail", "true") : migration("migrate:1");

        RolloutResult result = cluster.run(hook(job, policies), deployment(1, podTemplate("nginx:1")));

        assertThat(result.outcome()).as(result.message()).isEqualTo(fails ? Outcome.FAILED : Outcome.SUCCEEDED);
        assertThat(live() == null || live().getMetadata().getDeletionTimestamp() != null)
                .isEqualTo(deleted);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).hasSize(deleted ? 1 : 0);
    }

    @Test
    void deletedHookIsCreatedByTheNextDeployAndNotByARollback() {
        RolloutOptions rollback = NONE.withOnFailure(OnFailure.ROLLBACK).withPrune(true);
        ConfigMap settings = TestCluster.configMap("migration-settings");
        settings.getMetadata().setAnnotations(hookAnnotations("hook-succeeded"));
        Secret password = new SecretBuilder()
                .withNewMetadata()
                .withName("migration-password")
                .withAnnotations(hookAnnotations("hook-succeeded"))
                .endMetadata()
                .build();
        HasMetadata[] healthy = {
            settings, password, hook(migration("migrate:1"), "hook-succeeded"), deployment(1, podTemplate("nginx:1"))
        };
        succeeded(cluster.run(rollback, healthy));
        assertThat(cluster.admin()
                        .resource(password)
                        .inNamespace(cluster.namespace)
                        .get())
                .isNull();
        assertThat(cluster.admin()
                        .resource(settings)
                        .inNamespace(cluster.namespace)
                        .get())
                .isNull();
        RolloutResult again = succeeded(cluster.run(rollback, healthy));
        assertThat(operation(again, "Job")).isEqualTo(Operation.CREATED);
        assertThat(operation(again, "ConfigMap")).isEqualTo(Operation.CREATED);
        assertThat(operation(again, "Deployment")).isEqualTo(Operation.UNCHANGED);

        RolloutResult failed = cluster.run(rollback, deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));

        assertThat(failed.recovery()).as(failed.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.admin()
                        .resource(settings)
                        .inNamespace(cluster.namespace)
                        .get())
                .isNull();
    }

    /** The pods of the Job may still need the ConfigMap. */
    @Test
    void hookWithoutAStatusStaysIfAHookJobRunsWhenTheDeployEnds() throws InterruptedException {
        ConfigMap settings = TestCluster.configMap("migration-settings");
        settings.getMetadata().setAnnotations(hookAnnotations("hook-succeeded"));
        Rollout rollout = cluster.start(settings, hook(migration("migrate:1", "run-for", "1h"), "hook-succeeded"));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().startsWith("1 pod active"));

        rollout.stop("aborted");
        TestCluster.await(rollout);

        assertThat(cluster.admin()
                        .resource(settings)
                        .inNamespace(cluster.namespace)
                        .get())
                .isNotNull();
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    /** The process ends while the second of three waves runs. */
    @Test
    void continuesInTheMiddleOfWavesAfterRestart() throws Exception {
        Job first = migration("migrate:1");
        first.getMetadata().setAnnotations(Map.of("deploy-workload.jenkins.io/wave", "-1"));
        ConfigMap last = TestCluster.configMap("last");
        last.getMetadata().setAnnotations(Map.of("deploy-workload.jenkins.io/wave", "1"));
        List<HasMetadata> objects = List.of(first, deployment(1, podTemplate("nginx:1", "ready", "never")), last);
        Rollout rollout = cluster.start(NONE, objects.toArray(HasMetadata[]::new));
        cluster.events.await(
                RolloutEvent.Applied.class, event -> event.object().kind().equals("Deployment"));
        String uid = uid();
        RolloutCheckpoint checkpoint = rollout.checkpoint();
        rollout.stop("restart");
        TestCluster.await(rollout);
        assertThat(checkpoint.allApplied()).isFalse();
        assertThat(cluster.admin().resource(last).inNamespace(cluster.namespace).get())
                .isNull();

        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            CountDownLatch released = proxied.hold(request -> request.isApply());
            Rollout resumed = proxied.resume(checkpoint, objects);
            proxied.events.await(
                    RolloutEvent.Progress.class, event -> event.object().kind().equals("Deployment"));
            assertThat(proxied.events.all(RolloutEvent.Applied.class)).isEmpty();
            cluster.makePodsReady();
            proxied.proxy.awaitHeld();
            assertThat(cluster.liveDeployment().getStatus().getReadyReplicas()).isEqualTo(1);
            released.countDown();
            RolloutResult result = succeeded(TestCluster.await(resumed));

            assertThat(result.objects()).hasSize(3);
            assertThat(proxied.events.all(RolloutEvent.Applied.class))
                    .extracting(event -> event.object().ref().label())
                    .containsExactly("ConfigMap last");
        }
        assertThat(uid()).isEqualTo(uid);
    }
}
