package io.jenkins.plugins.deployworkload.rollout.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Deploys of a workload whose Secret changes. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class SecretRotationTest {

    private static final RolloutOptions OPTIONS =
            RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK).withPrune(true);

    private final TestCluster cluster = new TestCluster();
    private final List<String> checkpoints = new ArrayList<>();

    @AfterEach
    void close() {
        cluster.close();
    }

    private HasMetadata[] objects(String password, boolean hashSuffix, String failure) throws Exception {
        Workload workload = YamlReader.read(
                        """
                name: web
                controller: {deployment: {}}
                podAnnotations: {%s}
                containers:
                  - {name: app, image: nginx, envFrom: [{secretRef: {name: db}}]}
                secrets:
                  - {name: db, hashSuffix: %s, data: [{key: password, credentialsId: db}]}
                """.formatted(failure.isEmpty() ? "" : "deploy-workload.test/failure: " + failure, hashSuffix),
                        "web.yaml",
                        Workload.class)
                .get(0);
        SecretHash hash = new SecretHash(TestCluster.KEY, cluster.namespace, "web");
        SecretData values = new SecretData(Map.of("db", Map.of("password", base64(password))), hash::of);
        return WorkloadRenderer.render(workload, cluster.namespace, values).toArray(HasMetadata[]::new);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private RolloutResult deploy(String password, boolean hashSuffix, String failure) throws Exception {
        Rollout rollout = cluster.start(OPTIONS, objects(password, hashSuffix, failure));
        RolloutResult result = TestCluster.await(rollout);
        checkpoints.add(rollout.checkpoint().toJson());
        return result;
    }

    /** The Secret that the pods use. */
    private Secret used() {
        Deployment deployment = cluster.liveDeployment();
        String name = deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnvFrom()
                .getFirst()
                .getSecretRef()
                .getName();
        return cluster.admin()
                .secrets()
                .inNamespace(cluster.namespace)
                .withName(name)
                .get();
    }

    private List<String> passwords() {
        return cluster.admin().secrets().inNamespace(cluster.namespace).list().getItems().stream()
                .filter(secret -> secret.getMetadata().getName().startsWith("db"))
                .map(secret -> new String(
                        Base64.getDecoder().decode(secret.getData().get("password")), StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }

    @Test
    void rotationWithHashInTheNameRollsBackToTheOldSecret() throws Exception {
        assertThat(deploy("canary-1", true, "").outcome()).isEqualTo(Outcome.SUCCEEDED);
        Secret first = used();
        assertThat(deploy("canary-2", true, "").outcome()).isEqualTo(Outcome.SUCCEEDED);
        Secret second = used();
        assertThat(second.getMetadata().getName())
                .isNotEqualTo(first.getMetadata().getName());
        assertThat(cluster.liveDeployment().getMetadata().getGeneration()).isEqualTo(2);
        assertThat(passwords()).as("a stored revision needs the old Secret").containsExactly("canary-1", "canary-2");

        RolloutResult failed = deploy("canary-3", true, "image-invalid");

        assertThat(failed.recovery()).as(failed.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(used().getMetadata().getUid()).isEqualTo(second.getMetadata().getUid());
        assertThat(passwords())
                .as("the Secret of the failed deploy is deleted")
                .containsExactly("canary-1", "canary-2");
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .noneMatch(message -> message.contains("Not rolled back") || message.contains("no longer in the"));

        for (int i = 4; i <= 8; i++) {
            assertThat(deploy("canary-" + i, true, "").outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
        assertThat(passwords())
                .as("five revisions are stored")
                .containsExactly("canary-4", "canary-5", "canary-6", "canary-7", "canary-8");
        assertNoValueIsStored();
    }

    /** Values may be only in the Secrets themselves. */
    private void assertNoValueIsStored() {
        String stored =
                cluster.admin().configMaps().inNamespace(cluster.namespace).list() + " "
                        + StoredRevisions.history(cluster).healthy().stream()
                                .map(revision -> StoredRevisions.objects(cluster, revision)
                                        .toString())
                                .toList()
                        + checkpoints + cluster.events.all();
        assertThat(stored).contains("deploy-workload-web", "secretRef").doesNotContain("canary-");
        assertThat(stored).doesNotContain(base64("canary-1"), base64("canary-4"), base64("canary-8"));
    }

    @Test
    void rollbackNeedsTheOldSecret() throws Exception {
        deploy("canary-1", true, "");
        String first = used().getMetadata().getName();
        cluster.admin().secrets().inNamespace(cluster.namespace).withName(first).delete();

        RolloutResult failed = deploy("canary-2", true, "image-invalid");

        assertThat(failed.recovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(failed.message())
                .contains("Not rolled back, because the last healthy revision cannot be used: it uses Secret " + first
                        + ", which no longer exists in the cluster");
    }

    @Test
    void rotationWithFixedNameRestartsPods() throws Exception {
        deploy("canary-1", false, "");
        deploy("canary-1", false, "");
        assertThat(cluster.liveDeployment().getMetadata().getGeneration())
                .as("no change")
                .isEqualTo(1);

        assertThat(deploy("canary-2", false, "").outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertThat(cluster.liveDeployment().getMetadata().getGeneration()).isEqualTo(2);
        assertThat(passwords()).containsExactly("canary-2");
        deploy("canary-3", false, "image-invalid");
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .contains("Not rolled back: the values of Secrets (Secret db), which are not stored in revisions.");
        assertNoValueIsStored();
    }

    @Test
    void dryRunShowsNoValue() throws Exception {
        deploy("canary-1", true, "");
        RolloutResult result = cluster.run(OPTIONS.withDryRun(true), objects("canary-2", true, ""));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .as("the stored revision needs the old Secret")
                .isEmpty();
        assertThat(cluster.events.all().toString()).contains("db-").doesNotContain("canary-", base64("canary-2"));
    }
}
