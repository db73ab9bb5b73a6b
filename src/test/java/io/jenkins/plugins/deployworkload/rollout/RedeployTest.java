package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.policy.PolicyRules;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevision;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevisions;
import io.jenkins.plugins.deployworkload.rollout.redeploy.RevisionObjects;
import io.jenkins.plugins.deployworkload.rollout.revision.UnusableRevisionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deploys of revisions that the cluster keeps. */
@Tag("control-plane")
@Timeout(300)
class RedeployTest {

    private static final RolloutOptions PRUNE = RolloutOptions.defaults().withPrune(true);

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private KeptRevisions kept() {
        return cluster.engine.keptRevisions(cluster.connection, cluster.namespace, "web");
    }

    private RevisionObjects load(String revision) {
        KeptRevisions kept = kept();
        return kept.load(kept.find(revision));
    }

    private Rollout start(RevisionObjects revision, RolloutOptions options, RolloutPolicy policy) {
        return cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        revision.objects(),
                        TestCluster.DEFAULT_TIMEOUT,
                        options,
                        policy,
                        Deployer.NOBODY,
                        revision.redeploy()),
                cluster.events);
    }

    private RolloutResult redeploy(String revision, RolloutOptions options) {
        return TestCluster.await(start(load(revision), options, RolloutPolicy.UNRESTRICTED));
    }

    private static ConfigMap settings(String name, String value) {
        return new ConfigMapBuilder()
                .withMetadata(metadata())
                .editMetadata()
                .withName(name)
                .endMetadata()
                .addToData("value", value)
                .build();
    }

    private static Secret secret(String name, Map<String, String> annotations) {
        return new SecretBuilder()
                .withMetadata(metadata())
                .editMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .addToStringData("password", name)
                .build();
    }

    private static Secret hashed(String name) {
        return secret(name, Map.of(FieldManagers.HASH_ANNOTATION, "true"));
    }

    private String value(String configMap) {
        ConfigMap live = cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(configMap)
                .get();
        return live == null ? null : live.getData().get("value");
    }

    private boolean exists(HasMetadata object) {
        return cluster.admin().resource(object).inNamespace(cluster.namespace).get() != null;
    }

    private List<String> warnings() {
        return cluster.events.all(RolloutEvent.Warning.class).stream()
                .map(RolloutEvent.Warning::message)
                .toList();
    }

    @Test
    void revisionThatIsDeployedAgainBecomesTheNewestRevision() {
        cluster.run(service(80), deployment(1, podTemplate("nginx:1")));
        cluster.run(service(81), deployment(1, podTemplate("nginx:2")));
        assertThat(kept().all()).extracting(KeptRevision::number).containsExactly(2L, 1L);
        assertThat(kept().all()).extracting(KeptRevision::isActive).containsExactly(true, false);

        RolloutResult result = redeploy("1", RolloutOptions.defaults());

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).extracting(object -> object.operation()).containsOnly(Operation.UPDATED);
        assertThat(cluster.liveImage()).isEqualTo("nginx:1");
        assertThat(kept().all()).extracting(KeptRevision::number).containsExactly(3L, 2L, 1L);
        assertThat(kept().all()).extracting(KeptRevision::isActive).containsExactly(true, false, false);
        assertThat(load("3").objects()).isEqualTo(load("1").objects());
        // The revision is that of an ordinary deploy of these objects.
        assertThat(cluster.run(service(80), deployment(1, podTemplate("nginx:1")))
                        .objects())
                .extracting(object -> object.operation())
                .containsOnly(Operation.UNCHANGED);
    }

    @Test
    void revisionIsFoundByItsId() {
        cluster.run(settings("settings", "1"));
        String id = kept().all().getFirst().id();
        assertThat(load(id).redeploy().revision()).isEqualTo(id);
    }

    @Test
    void prunedRevisionIsAnErrorThatNamesTheKeptOnes() {
        for (int i = 1; i <= 6; i++) {
            cluster.run(settings("settings", String.valueOf(i)));
        }
        assertThatThrownBy(() -> load("1"))
                .isInstanceOf(UnusableRevisionException.class)
                .hasMessageContaining(
                        "Revision 1 of web cannot be deployed again, because the cluster does not keep it")
                .hasMessageMatching("(?s).*It keeps: 6 \\(20.*\\), 5 \\(.*, 2 \\([^,]*\\)\\.");
        assertThat(value("settings")).isEqualTo("6");
    }

    @Test
    void applicationWithoutRevisionIsAnError() {
        assertThatThrownBy(() -> load("1")).hasMessageContaining("the cluster keeps no healthy revision of web");
    }

    @Test
    void changedIndexIsNotUsed() {
        cluster.run(settings("settings", "1"));
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .edit(index -> new ConfigMapBuilder(index)
                        .addToData("index.json", index.getData().get("index.json") + " ")
                        .build());
        assertThatThrownBy(this::kept).hasMessageContaining("The revisions of web cannot be used");
    }

    @Test
    void policyOfNowRefusesWhatItNoLongerAllows() {
        cluster.run(settings("settings", "1"), deployment(1, podTemplate("nginx:1")));
        cluster.run(settings("settings", "2"), deployment(1, podTemplate("nginx:2")));
        RolloutPolicy policy =
                (options, objects) -> ObjectPolicy.check(PolicyRules.DEFAULTS, cluster.namespace, objects)
                                        .isEmpty()
                                && objects.stream()
                                        .noneMatch(object -> object.toString().contains("nginx:1"))
                        ? List.of()
                        : List.of("Deployment web: image \"nginx:1\" is not allowed.");

        RolloutResult result = TestCluster.await(start(load("1"), RolloutOptions.defaults(), policy));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("\"nginx:1\" is not allowed");
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
        assertThat(value("settings")).isEqualTo("2");
        assertThat(kept().all().getFirst().number()).isEqualTo(2);
    }

    @Test
    void prunesWhatTheRevisionDoesNotHaveAndKeepsItsSecret() {
        cluster.run(PRUNE, settings("settings", "1"), settings("other", "1"), hashed("db-1"));
        cluster.run(PRUNE, settings("settings", "2"), settings("other", "1"), hashed("db-2"), settings("extra", "2"));
        assertThat(exists(hashed("db-1"))).as("a kept revision uses it").isTrue();

        RolloutResult result = redeploy("1", PRUNE);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(value("settings")).isEqualTo("1");
        assertThat(value("extra")).isNull();
        assertThat(load("3").redeploy().secrets()).containsExactly("Secret db-1");
        assertThat(warnings()).noneMatch(message -> message.contains("db-1"));
        // The Secret of the revision stays when the revision that was deployed again is the only one that uses it.
        for (int i = 4; i <= 7; i++) {
            cluster.run(PRUNE, settings("settings", String.valueOf(i)), settings("other", "1"));
        }
        assertThat(kept().all()).extracting(KeptRevision::number).containsExactly(7L, 6L, 5L, 4L, 3L);
        assertThat(exists(hashed("db-1"))).isTrue();
        assertThat(redeploy("3", PRUNE).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void missingSecretRefusesTheDeploy() {
        cluster.run(settings("settings", "1"), hashed("db-1"));
        cluster.run(settings("settings", "2"), hashed("db-2"));
        cluster.admin()
                .secrets()
                .inNamespace(cluster.namespace)
                .withName("db-1")
                .delete();

        RolloutResult result = redeploy("1", RolloutOptions.defaults());

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .contains("The revision cannot be deployed again: it uses Secret db-1, which no longer exists");
        assertThat(value("settings")).isEqualTo("2");
    }

    @Test
    void valuesOfASecretWithAFixedNameStayAndTheLogSaysSo() {
        cluster.run(settings("settings", "1"), secret("db", Map.of()));
        cluster.run(settings("settings", "2"), secret("db", Map.of()));

        assertThat(redeploy("1", PRUNE).outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertThat(warnings()).anyMatch(message -> message.contains("Secrets with fixed names (Secret db)"));
        assertThat(exists(secret("db", Map.of()))).isTrue();
    }

    @Test
    void jobsNeitherRunAgainNorAreDeleted() {
        cluster.run(settings("settings", "1"), job(podTemplate("nginx:1")));
        cluster.run(settings("settings", "2"), settings("other", "2"));
        String uid = jobUid();

        RevisionObjects revision = load("1");
        assertThat(revision.redeploy().skipped()).isEqualTo(Set.of("Job web"));
        RolloutResult result = TestCluster.await(start(revision, PRUNE, RolloutPolicy.UNRESTRICTED));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(jobUid()).isEqualTo(uid);
        assertThat(value("other")).isNull();
    }

    private String jobUid() {
        return cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get()
                .getMetadata()
                .getUid();
    }

    @Test
    void revisionOfJobsOnlyIsNotDeployedAgain() {
        cluster.run(job(podTemplate("nginx:1")));
        assertThatThrownBy(() -> load("1")).hasMessageContaining("contains only Jobs, definitions and finished hooks");
    }

    @Test
    void dryRunShowsTheChangesAndItsPlanIsThatOfTheDeploy() {
        cluster.run(PRUNE, settings("settings", "1"), settings("other", "1"), hashed("db-1"));
        cluster.run(PRUNE, settings("settings", "2"), settings("other", "1"), settings("extra", "2"));
        RolloutResult dryRun = redeploy("1", PRUNE.withDryRun(true));
        assertThat(dryRun.outcome()).as(dryRun.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .extracting(event -> event.object().label())
                .containsExactly("ConfigMap extra");
        assertThat(value("settings")).isEqualTo("2");

        assertThat(redeploy("1", PRUNE.withExpectedPlan("0000")).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(value("settings")).isEqualTo("2");
        assertThat(redeploy("1", PRUNE.withExpectedPlan(dryRun.planId())).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(value("settings")).isEqualTo("1");
    }

    @Test
    void failedDeployOfARevisionIsRolledBack() {
        cluster.run(service(80), deployment(1, podTemplate("nginx:1")));
        cluster.run(service(81), deployment(1, podTemplate("nginx:2")));
        RevisionObjects broken = load("1");
        List<HasMetadata> objects =
                List.of(broken.objects().getFirst(), deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));

        RolloutResult result = TestCluster.await(start(
                new RevisionObjects(objects, broken.redeploy()),
                RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK),
                RolloutPolicy.UNRESTRICTED));

        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:2");
    }

    /** After a restart, the rollout must still know which objects of the revision it does not apply. */
    @Test
    void checkpointKeepsTheRevision() {
        cluster.run(settings("settings", "1"), hashed("db-1"));
        cluster.run(settings("settings", "2"));
        RevisionObjects revision = load("1");
        Rollout rollout = start(revision, RolloutOptions.defaults(), RolloutPolicy.UNRESTRICTED);
        TestCluster.await(rollout);

        RolloutCheckpoint read = RolloutCheckpoint.fromJson(rollout.checkpoint().toJson());

        assertThat(read.redeploy()).isEqualTo(revision.redeploy());
    }
}
