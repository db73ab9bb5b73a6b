package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.TestObjects;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only its owner deploys an application. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class OwnerTest {

    private static final RolloutOptions DEFAULTS = RolloutOptions.defaults();
    private static final RolloutOptions ADOPT = DEFAULTS.withAdopt(true);

    private static final Deployer SHOP = deployer("id-shop", "shop/web", 1);
    private static final Deployer TOOLS = deployer("id-tools", "tools/web", 7);

    private static final String BELONGS_TO_SHOP =
            "This application belongs to shop/web. Nothing was changed. Use another name, or set \"adopt\" to take it over.";
    private static final String BELONGS_TO_TOOLS = BELONGS_TO_SHOP.replace("shop/web", "tools/web");

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Deployer deployer(String id, String name, int build) {
        return new Deployer(new Owner("jenkins-1", id, name), Set.of(id), name + " #" + build);
    }

    private static HasMetadata web(String image, String... annotations) {
        return deployment(1, podTemplate(image, annotations));
    }

    private Rollout start(Deployer deployer, RolloutOptions options, HasMetadata... objects) {
        return cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(objects),
                        TestCluster.DEFAULT_TIMEOUT,
                        options,
                        RolloutPolicy.UNRESTRICTED,
                        deployer),
                cluster.events);
    }

    private RolloutResult run(Deployer deployer, RolloutOptions options, HasMetadata... objects) {
        return await(start(deployer, options, objects));
    }

    private void assertDeploys(Deployer deployer, RolloutOptions options, HasMetadata... objects) {
        RolloutResult result = run(deployer, options, objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private void assertRefused(Deployer deployer, String message, HasMetadata... objects) {
        List<Object> applied = TestObjects.applied(cluster.liveDeployment());
        ConfigMap index = index();
        RolloutResult result = run(deployer, DEFAULTS, objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).isEqualTo(message);
        assertThat(TestObjects.applied(cluster.liveDeployment())).isEqualTo(applied);
        assertThat(index()).isEqualTo(index);
    }

    private ConfigMap index() {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(Attacker.INDEX)
                .get();
    }

    private List<String> warnings() {
        return cluster.events.all(RolloutEvent.Warning.class).stream()
                .map(RolloutEvent.Warning::message)
                .filter(message -> !message.contains("PodSecurity"))
                .toList();
    }

    /** Not everybody who reads the result of this job may know the other job. */
    @Test
    void rollbackToTheRevisionOfAnotherJobDoesNotNameThatJob() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));

        RolloutResult result = run(
                TOOLS,
                ADOPT.withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                web("nginx:2", "failure", "image-invalid"));

        assertThat(result.message())
                .containsPattern("Runs now: nginx:1, from revision [0-9]+-[0-9a-z]+\\.$")
                .doesNotContain("shop/web");
        assertThat(result.restored()).isEqualTo(new RolloutResult.Restored(List.of("nginx:1"), null));
        assertThat(result.recovery()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
    }

    /** A rollback activates the revision again, which is still the revision of the build that has deployed it. */
    @Test
    void rollbacksNameTheBuildThatDeployedTheRevision() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        for (int build = 2; build <= 3; build++) {
            RolloutResult result = run(
                    deployer("id-shop", "shop/web", build),
                    DEFAULTS.withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                    web("nginx:" + build, "failure", "image-invalid"));

            assertThat(result.message()).endsWith("Runs now: nginx:1, from build shop/web #1.");
            assertThat(result.restored()).isEqualTo(new RolloutResult.Restored(List.of("nginx:1"), "shop/web #1"));
        }
    }

    @Test
    void refusesOtherOwnerBeforeAnyWrite() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        assertRefused(TOOLS, BELONGS_TO_SHOP, web("nginx:2"));
        assertRefused(TOOLS, BELONGS_TO_SHOP, web("nginx:1"));
        assertRefused(Deployer.NOBODY, BELONGS_TO_SHOP, web("nginx:2"));
        assertDeploys(SHOP, DEFAULTS, web("nginx:2"));
    }

    @Test
    void pullRequestDoesNotTakeOverUnownedApplication() {
        Deployer pullRequest =
                new Deployer(new Owner("jenkins-1", "id-pr", "shop/PR-3"), Set.of("id-pr"), "shop/PR-3 #1", true);
        assertDeploys(Deployer.NOBODY, DEFAULTS, web("nginx:1"));
        assertRefused(
                pullRequest,
                "This application exists and has no owner. A pull request may not take it over. Nothing was changed."
                        + " Use another name.",
                web("nginx:2"));
        assertDeploys(SHOP, DEFAULTS, web("nginx:2"));
    }

    @Test
    void pullRequestDeploysItsOwnApplication() {
        Deployer pullRequest =
                new Deployer(new Owner("jenkins-1", "id-pr", "shop/PR-3"), Set.of("id-pr"), "shop/PR-3 #1", true);
        assertDeploys(pullRequest, DEFAULTS, web("nginx:1"));
        assertDeploys(pullRequest, DEFAULTS, web("nginx:2"));
    }

    /** A dry run shows the differences to the live objects. */
    @Test
    void refusesDryRunOfOtherOwner() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        RolloutResult result = run(TOOLS, DEFAULTS.withDryRun(true), web("nginx:2"));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).isEqualTo(BELONGS_TO_SHOP);
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class)).isEmpty();
    }

    @Test
    void namesOtherControllerAndEscapesItsNames() {
        Owner owner = new Owner("jenkins\u202e2", "id", "shop\n" + "w".repeat(500));
        assertDeploys(new Deployer(owner, Set.of("id"), null), DEFAULTS, web("nginx:1"));
        assertRefused(
                SHOP,
                "This application belongs to shop?" + "w".repeat(195)
                        + "… of another Jenkins controller (jenkins?2). Nothing was changed. Use another name, or set"
                        + " \"adopt\" to take it over.",
                web("nginx:2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx:1", "nginx:2"})
    void adoptTransfersApplication(String image) {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        assertDeploys(TOOLS, ADOPT, web(image));
        assertThat(warnings()).containsExactly("Takes over the application from shop/web.");
        assertRefused(SHOP, BELONGS_TO_TOOLS, web("nginx:1"));
        assertDeploys(TOOLS, DEFAULTS, web("nginx:3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx:1", "nginx:2"})
    void takesOverApplicationWithoutOwner(String image) {
        assertDeploys(Deployer.NOBODY, DEFAULTS, web("nginx:1"));
        assertThat(StoredRevisions.history(cluster).owner()).isNull();
        assertDeploys(SHOP, DEFAULTS, web(image));
        assertThat(warnings()).isEmpty();
        assertRefused(TOOLS, BELONGS_TO_SHOP, web("nginx:1"));
    }

    @Test
    void recognisesRenamedOwnerAndNotNewOneOfSameName() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        assertDeploys(deployer("id-shop", "tools/web", 2), DEFAULTS, web("nginx:2"));
        assertRefused(deployer("id-new", "shop/web", 1), BELONGS_TO_TOOLS, web("nginx:3"));
    }

    /** The application of a job belongs to its folder when the administrator makes the folder the owner. */
    @Test
    void widerOwnerTakesOverApplicationOfNarrowerOne() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        Owner folder = new Owner("jenkins-1", "id-folder", "shop");
        assertDeploys(new Deployer(folder, Set.of("id-folder", "id-shop"), "shop/web #2"), DEFAULTS, web("nginx:2"));
        assertDeploys(new Deployer(folder, Set.of("id-folder", "id-other"), "shop/other #1"), DEFAULTS, web("nginx:3"));
        assertRefused(SHOP, BELONGS_TO_SHOP.replace("shop/web", "shop"), web("nginx:4"));
    }

    @Test
    void forgedOwnerNeitherRefusesNorAllows() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        try (Attacker attacker = new Attacker(cluster, false)) {
            Map<String, String> data = attacker.read(Attacker.INDEX).getData();
            data.computeIfPresent(
                    "index.json",
                    (key, json) -> json.replace("id-shop", "id-tools").replace("shop/web", "tools/web"));
            attacker.setIndex(data);
            assertRefused(TOOLS, BELONGS_TO_SHOP, web("nginx:2"));
            assertDeploys(SHOP, DEFAULTS, web("nginx:2"));
            assertRefused(TOOLS, BELONGS_TO_SHOP, web("nginx:3"));
        }
    }

    @Test
    void ownerOutlivesDeletedIndex() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        try (Attacker attacker = new Attacker(cluster, false)) {
            attacker.delete(Attacker.INDEX);
            assertRefused(TOOLS, BELONGS_TO_SHOP, web("nginx:2"));
            assertDeploys(SHOP, DEFAULTS, web("nginx:2"));
            assertRefused(TOOLS, BELONGS_TO_SHOP, web("nginx:3"));
        }
    }

    /** An account that may not read the index must not come around the check. */
    @Test
    void ownerCountsWithoutPermissionToReadIndex() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        cluster.grant(
                TestCluster.rule("apps", "deployments", "get", "list", "watch", "create", "patch"),
                TestCluster.rule("", "pods", "get", "list", "watch"));
        try (Connection connection =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            RolloutResult result = await(cluster.engine.start(
                    connection,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(web("nginx:2")),
                            TestCluster.DEFAULT_TIMEOUT,
                            DEFAULTS,
                            RolloutPolicy.UNRESTRICTED,
                            TOOLS),
                    cluster.events));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message()).isEqualTo(BELONGS_TO_SHOP);
        }
    }

    @Test
    void forgedAnnotationIsNotBelieved() {
        assertDeploys(SHOP, DEFAULTS, web("nginx:1"));
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .edit(live -> {
                    live.getMetadata()
                            .getAnnotations()
                            .computeIfPresent(
                                    FieldManagers.OWNER_ANNOTATION,
                                    (key, value) -> value.replace("id-shop", "id-tools"));
                    return live;
                });
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(Attacker.INDEX)
                .delete();
        RolloutResult result = run(deployer("id-third", "third", 1), DEFAULTS.withForceConflicts(true), web("nginx:2"));
        assertThat(result.message()).doesNotContain("tools");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void supersededDeployNamesNewerBuild() throws Exception {
        Rollout older = start(SHOP, DEFAULTS, web("nginx:1", "ready", "never"));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        assertDeploys(deployer("id-shop", "shop/web", 2), DEFAULTS, web("nginx:2"));
        RolloutResult result = await(older);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(result.message())
                .endsWith("A newer deploy of this workload, shop/web #2, has started and replaces this one.");
    }

    /** The two deploys have the same objects, but not the same owner, so that they do not share a revision. */
    @Test
    void adoptionSupersedesDeployOfSameObjects() throws Exception {
        Rollout older = start(SHOP, DEFAULTS, web("nginx:1", "ready", "never"));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        Rollout newer = start(TOOLS, ADOPT, web("nginx:1", "ready", "never"));
        // The newer deploy is active when it waits. Before that, the older one could still succeed.
        cluster.events.await(
                RolloutEvent.Waiting.class,
                event -> event.checkpoint().options().adopt());
        assertThat(warnings()).containsExactly("Takes over the application from shop/web.");
        cluster.makePodsReady();
        RolloutResult result = await(older);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(result.message()).contains("tools/web #7");
        assertThat(await(newer).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
}
