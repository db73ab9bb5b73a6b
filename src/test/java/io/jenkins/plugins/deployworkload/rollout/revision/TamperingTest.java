package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An attacker changes the stored revisions. In the first run the attacker may write all ConfigMaps of the namespace, in
 * the second run also all Secrets. No later deploy applies, changes, deletes or reports an object because of such a
 * change.
 */
@Tag("control-plane")
@Timeout(300)
@ParameterizedClass
@ValueSource(booleans = {false, true})
@Execution(ExecutionMode.CONCURRENT)
class TamperingTest {

    private static final RolloutOptions ROLLBACK = RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK);
    private static final RolloutOptions PRUNE = RolloutOptions.defaults().withPrune(true);

    @Parameter
    private boolean writesSecrets;

    private final TestCluster cluster = new TestCluster();

    /** Another process, which has not seen any revision. */
    private final TestCluster other = new TestCluster(cluster);

    private Attacker attacker;
    private List<ConfigMap> before;
    private List<String> bystanders;

    @BeforeEach
    void deployTwice() {
        attacker = new Attacker(cluster, writesSecrets);
        cluster.create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("bystander")
                .endMetadata()
                .build());
        deployOtherApplication();
        assertSucceeded(cluster.run(settings("1"), secret("1"), service(80), deployment(1, podTemplate("nginx:1"))));
        before = attacker.revisionConfigMaps();
        assertSucceeded(cluster.run(settings("2"), secret("2"), service(80), deployment(1, podTemplate("nginx:2"))));
        bystanders = bystanders();
    }

    @AfterEach
    void close() {
        assertThat(cluster.admin()
                        .rbac()
                        .clusterRoleBindings()
                        .withName(attacker.clusterRoleBinding)
                        .get())
                .isNull();
        assertThat(bystanders()).isEqualTo(bystanders);
        attacker.close();
        other.close();
        cluster.close();
    }

    private void deployOtherApplication() {
        Deployment deployment = named(deployment(1, podTemplate("nginx:1")));
        deployment.getSpec().getSelector().setMatchLabels(Map.of(RolloutRequest.NAME_LABEL, "other"));
        deployment.getSpec().getTemplate().getMetadata().setLabels(Map.of(RolloutRequest.NAME_LABEL, "other"));
        RolloutRequest request = new RolloutRequest(
                cluster.namespace, "other", List.of(named(service(80)), deployment), TestCluster.DEFAULT_TIMEOUT);
        assertSucceeded(await(other.engine.start(other.connection, request, event -> {})));
    }

    private static <T extends HasMetadata> T named(T object) {
        object.getMetadata().setName("other");
        object.getMetadata().setLabels(Map.of(RolloutRequest.NAME_LABEL, "other"));
        return object;
    }

    private static ConfigMap settings(String value) {
        ConfigMap settings = new ConfigMapBuilder()
                .withMetadata(metadata())
                .withData(Map.of("key", value))
                .build();
        settings.getMetadata().setName("settings");
        return settings;
    }

    private static HasMetadata secret(String value) {
        return new SecretBuilder()
                .withMetadata(metadata())
                .withStringData(Map.of("password", "password-" + value))
                .build();
    }

    private static void assertSucceeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    /** The versions of objects that do not belong to the workload. */
    private List<String> bystanders() {
        return Stream.of(
                        cluster.admin()
                                .configMaps()
                                .inNamespace(cluster.namespace)
                                .withName("bystander")
                                .get(),
                        cluster.admin()
                                .services()
                                .inNamespace(cluster.namespace)
                                .withName("other")
                                .get(),
                        cluster.admin()
                                .apps()
                                .deployments()
                                .inNamespace(cluster.namespace)
                                .withName("other")
                                .get())
                .map(object -> object.getMetadata().getUid() + " "
                        + object.getMetadata().getResourceVersion())
                .toList();
    }

    private RolloutResult failAndRollBack() {
        return other.run(
                ROLLBACK,
                settings("3"),
                secret("3"),
                service(81),
                deployment(1, podTemplate("nginx:3", "failure", "image-invalid")));
    }

    private List<String> warnings() {
        return other.events.all(RolloutEvent.Warning.class).stream()
                .map(RolloutEvent.Warning::message)
                .filter(message -> !message.contains("PodSecurity"))
                .toList();
    }

    private void assertNothingOfTheAttacker() {
        assertThat(other.events.all().toString()).doesNotContain(Attacker.MARK);
        assertThat(other.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    private static List<String> untrusted(IndexAttack attack) {
        return List.of("The revision history of this workload cannot be used: " + attack.sentence
                + " This deploy does not roll back and does not prune. It starts a new history.");
    }

    @ParameterizedTest
    @EnumSource
    void failedDeployDoesNotRollBack(IndexAttack attack) {
        attack.run(attacker, before);
        attacker.changeSecrets();

        RolloutResult result = failAndRollBack();

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
        assertThat(result.message())
                .endsWith("Not rolled back, because the revision history of this workload cannot be used: "
                        + attack.sentence);
        assertThat(warnings()).isEqualTo(untrusted(attack));
        assertThat(cluster.liveImage()).isEqualTo("nginx:3");
        assertThat(cluster.liveService().getSpec().getPorts().getFirst().getPort())
                .isEqualTo(81);
        assertNothingOfTheAttacker();
    }

    @ParameterizedTest
    @EnumSource
    void deployDoesNotPruneAndStartsNewHistory(IndexAttack attack) {
        String service = cluster.liveService().getMetadata().getUid();
        attack.run(attacker, before);
        attacker.changeSecrets();

        assertSucceeded(other.run(PRUNE, settings("3"), secret("3"), deployment(1, podTemplate("nginx:4"))));

        assertThat(warnings()).isEqualTo(untrusted(attack));
        assertThat(cluster.liveService().getMetadata().getUid()).isEqualTo(service);
        assertNothingOfTheAttacker();
        RolloutResult failed = failAndRollBack();
        assertThat(failed.recovery()).as(failed.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:4");
        assertThat(warnings()).hasSize(untrusted(attack).size() + 1);
    }

    @ParameterizedTest
    @EnumSource
    void failedDeployWithRemoveDeletesNothing(IndexAttack attack) {
        attack.run(attacker, before);

        RolloutResult result = other.run(
                ROLLBACK.withOnFailure(OnFailure.REMOVE),
                settings("3"),
                secret("3"),
                service(80),
                deployment(1, podTemplate("nginx:3", "failure", "image-invalid")));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertNothingOfTheAttacker();
        assertThat(cluster.liveService()).isNotNull();
        assertThat(cluster.liveImage()).isEqualTo("nginx:3");
    }

    @ParameterizedTest
    @EnumSource
    void dryRunReportsNothingToPrune(IndexAttack attack) {
        attack.run(attacker, before);

        RolloutResult result =
                other.run(PRUNE.withDryRun(true), settings("3"), secret("3"), deployment(1, podTemplate("nginx:3")));

        assertSucceeded(result);
        assertThat(other.events.all(RolloutEvent.WouldDelete.class)).isEmpty();
        assertThat(warnings()).isEqualTo(untrusted(attack));
    }

    @ParameterizedTest
    @EnumSource
    void failedDeployDoesNotUseChangedObjects(PieceAttack attack) {
        String piece = attacker.pieceOfHealthy("web");
        attack.run(attacker, piece);
        attacker.changeSecrets();

        RolloutResult result = failAndRollBack();

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message())
                .endsWith("Not rolled back, because the last healthy revision cannot be used: "
                        + (attack == PieceAttack.DELETED
                                ? "ConfigMap " + piece + " is missing."
                                : "The stored objects of revision "
                                        + piece.substring("deploy-workload-web.".length(), piece.length() - 2)
                                        + " were changed by another client. Check who may write ConfigMaps in this"
                                        + " namespace."));
        assertThat(warnings()).isEmpty();
        assertThat(cluster.liveImage()).isEqualTo("nginx:3");
        assertNothingOfTheAttacker();
    }

    /** Only a rollback reads the objects of a revision. The index is intact, so prune works. */
    @ParameterizedTest
    @EnumSource
    void changedObjectsDoNotAffectDeploys(PieceAttack attack) {
        attack.run(attacker, attacker.pieceOfHealthy("web"));

        assertSucceeded(other.run(PRUNE, settings("3"), secret("3"), deployment(1, podTemplate("nginx:3"))));

        assertThat(warnings()).isEmpty();
        assertThat(cluster.liveService()).isNull();
        assertThat(failAndRollBack().recovery()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(cluster.liveImage()).isEqualTo("nginx:3");
    }

    /** The objects of the workload could be reset too, as all of them are ConfigMaps. The process remembers more. */
    @Test
    void processRefusesIndexOlderThanItHasSeen() {
        attacker.restore(before);
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .edit(live -> edit(
                        live,
                        object -> object.getMetadata().getAnnotations().remove("deploy-workload.jenkins.io/revision")));

        assertSucceeded(cluster.run(PRUNE, settings("3"), secret("3"), deployment(1, podTemplate("nginx:3"))));

        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .contains(untrusted(IndexAttack.REPLAY).getFirst());
        assertThat(cluster.liveService()).isNotNull();
    }

    /** The deploy stores its objects while it reads the live objects, which show that the index is an older one. */
    @Test
    void whatWasStoredForAnOlderIndexIsDeleted() {
        attacker.restore(before);
        List<ConfigMap> stored = attacker.revisionConfigMaps();

        assertSucceeded(other.run(settings("3"), secret("3"), service(80), deployment(1, podTemplate("nginx:3"))));

        assertThat(warnings()).containsExactlyElementsOf(untrusted(IndexAttack.REPLAY));
        assertThat(attacker.revisionConfigMaps()).hasSize(stored.size() + 1);
    }

    @Test
    void attackDuringTheWaitDisablesRollback() throws Exception {
        Rollout rollout = other.start(
                ROLLBACK,
                settings("3"),
                secret("3"),
                service(80),
                deployment(1, podTemplate("nginx:3", "ready", "never")));
        other.events.await(RolloutEvent.Waiting.class, event -> true);
        IndexAttack.FOREIGN_INVENTORY.run(attacker, before);
        cluster.admin().resource(cluster.liveDeployment()).delete();

        RolloutResult result = await(rollout);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .endsWith("Not rolled back, because the revision history of this workload cannot be used: "
                        + IndexAttack.FOREIGN_INVENTORY.sentence);
        assertThat(cluster.liveDeployment()).isNull();
        assertNothingOfTheAttacker();
    }

    /** After a restart the process does not remember the index, but the checkpoint names the revision. */
    @Test
    void olderIndexDoesNotSupersedeAfterRestart() throws Exception {
        Rollout rollout =
                cluster.start(settings("3"), secret("3"), deployment(1, podTemplate("nginx:3", "ready", "never")));
        // The deploys before the test have reported the same event.
        RolloutCheckpoint checkpoint = cluster.events
                .await(
                        RolloutEvent.Waiting.class,
                        event -> event.checkpoint().objects().stream()
                                .anyMatch(object -> object.object().images().containsValue("nginx:3")))
                .checkpoint();
        rollout.stop("restart");
        await(rollout);
        attacker.restore(before);
        cluster.makePodsReady();

        assertSucceeded(await(other.engine.resume(other.connection, checkpoint, other.events)));

        assertThat(warnings())
                .containsExactly("The workload is healthy, but its revision could not be stored for a later rollback: "
                        + IndexAttack.REPLAY.sentence);
    }

    @Test
    void attackDuringTheWaitIsReportedWhenHealthy() throws Exception {
        Rollout rollout =
                other.start(PRUNE, settings("3"), secret("3"), deployment(1, podTemplate("nginx:3", "ready", "never")));
        other.events.await(RolloutEvent.Waiting.class, event -> true);
        IndexAttack.WITHOUT_CODE.run(attacker, before);
        cluster.makePodsReady();

        assertSucceeded(await(rollout));

        assertThat(warnings())
                .containsExactly("The workload is healthy, but its revision could not be stored for a later rollback: "
                        + IndexAttack.WITHOUT_CODE.sentence);
        assertThat(other.events.all().toString()).doesNotContain(Attacker.MARK);
        // The deploy has verified the inventory with the Service before the attack.
        assertThat(cluster.liveService()).isNull();
    }
}
