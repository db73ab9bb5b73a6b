package io.jenkins.plugins.deployworkload.rollout.removal;

import static io.jenkins.plugins.deployworkload.rollout.ProxiedConnection.isRequestFor;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.claim;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.ProxiedConnection;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The removal of an application by its record. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ApplicationRemovalTest {

    private static final Deployer SHOP = deployer("id-shop", "shop/web");
    private static final Deployer TOOLS = deployer("id-tools", "tools/web");

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Deployer deployer(String id, String name) {
        return new Deployer(new Owner("jenkins-1", id, name), Set.of(id), name + " #1");
    }

    private RemovalRequest request(Duration timeout, Set<PruneKind> pruneKinds, boolean dryRun) {
        return new RemovalRequest(
                cluster.namespace, "web", pruneKinds, dryRun, timeout, RolloutPolicy.UNRESTRICTED, Deployer.NOBODY);
    }

    private ApplicationRemoval start(RemovalRequest request) {
        return cluster.engine.remove(cluster.connection, request, cluster.events);
    }

    private static RolloutResult await(ApplicationRemoval removal) {
        return removal.result().orTimeout(180, TimeUnit.SECONDS).join();
    }

    private RolloutResult remove(PruneKind... pruneKinds) {
        return await(start(request(TestCluster.DEFAULT_TIMEOUT, Set.of(pruneKinds), false)));
    }

    private RemovalRequest requestAs(Deployer deployer, RolloutPolicy policy) {
        return new RemovalRequest(
                cluster.namespace, "web", Set.of(), false, TestCluster.DEFAULT_TIMEOUT, policy, deployer);
    }

    private RolloutResult removeAs(Deployer deployer, RolloutPolicy policy) {
        return await(start(requestAs(deployer, policy)));
    }

    private static ConfigMap kept(String name) {
        return new ConfigMapBuilder(configMap(name))
                .editMetadata()
                .addToAnnotations("helm.sh/resource-policy", "keep")
                .endMetadata()
                .build();
    }

    private void deploy(HasMetadata... objects) {
        RolloutResult result = cluster.run(objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private RolloutResult deployAs(Deployer deployer, HasMetadata... objects) {
        return TestCluster.await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(objects),
                        TestCluster.DEFAULT_TIMEOUT,
                        RolloutOptions.defaults(),
                        RolloutPolicy.UNRESTRICTED,
                        deployer),
                cluster.events));
    }

    private static void assertSucceeded(RolloutResult result, String message) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo(message);
    }

    private boolean exists(HasMetadata object) {
        return cluster.admin().resource(object).inNamespace(cluster.namespace).get() != null;
    }

    /** The garbage collector deletes the pieces of the revisions after the index. */
    private boolean hasRecord() {
        return exists(configMap("deploy-workload-web"));
    }

    @Test
    void deletesAllObjectsTheirPodsAndTheRecord() {
        deploy(configMap("settings"), service(80), deployment(2, podTemplate("nginx:1")));

        assertSucceeded(remove(), "Removed, with its record. Deleted objects: 3.");

        assertThat(exists(configMap("settings"))).isFalse();
        assertThat(cluster.liveService()).isNull();
        assertThat(cluster.liveDeployment()).isNull();
        assertThat(cluster.admin().pods().inNamespace(cluster.namespace).list().getItems())
                .isEmpty();
        assertThat(hasRecord()).isFalse();
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class)).hasSize(3);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().label())
                .containsExactly("Deployment web", "ConfigMap settings", "Service web");
    }

    @Test
    void applicationCanBeDeployedAgain() {
        deploy(configMap("settings"));
        remove();
        cluster.run(configMap("settings"));
        assertThat(exists(configMap("settings"))).isTrue();
        assertThat(cluster.events.all(RolloutEvent.Warning.class)).isEmpty();
    }

    @Test
    void unknownApplicationIsNothingToRemove() {
        assertSucceeded(
                remove(), "Nothing to remove: there is no application web in the namespace " + cluster.namespace + ".");
        assertThat(hasRecord()).isFalse();
    }

    @Test
    void dryRunShowsWhatGoesAndDeletesNothing() {
        deploy(configMap("settings"), claim());

        RolloutResult result = await(start(request(TestCluster.DEFAULT_TIMEOUT, Set.of(), true)));

        assertSucceeded(result, "Dry run, nothing was deleted: 1 to delete, 1 to keep.");
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .extracting(event -> event.object().label())
                .containsExactly("ConfigMap settings");
        assertThat(exists(configMap("settings")) && hasRecord()).isTrue();
    }

    private String planId() {
        return await(start(request(TestCluster.DEFAULT_TIMEOUT, Set.of(), true)))
                .planId();
    }

    private RolloutResult removeExpecting(String planId, PruneKind... pruneKinds) {
        return await(start(
                request(TestCluster.DEFAULT_TIMEOUT, Set.of(pruneKinds), false).withExpectedPlan(planId)));
    }

    @Test
    void removesTheShownObjectsAlsoIfSomeOfThemAreGone() {
        deploy(configMap("settings"), configMap("page"), configMap("gone"));
        String shown = planId();
        cluster.admin()
                .resource(configMap("gone"))
                .inNamespace(cluster.namespace)
                .delete();

        assertThat(shown).startsWith("web:").hasSize(planId().length() + 8);
        assertSucceeded(removeExpecting(shown), "Removed, with its record. Deleted objects: 2.");
    }

    @Test
    void refusesToDeleteWhatWasNotShown() {
        deploy(configMap("settings"), claim());
        String shown = planId();
        deploy(configMap("settings"), claim(), configMap("page"));
        String later = planId();
        cluster.admin()
                .resource(configMap("settings"))
                .inNamespace(cluster.namespace)
                .delete();
        deploy(configMap("settings"), claim(), configMap("page"));

        RolloutResult added = removeExpecting(shown);
        RolloutResult createdAgain = removeExpecting(later);
        RolloutResult otherOptions = removeExpecting(planId(), PruneKind.PersistentVolumeClaim);
        RolloutResult otherApplication = removeExpecting("shop" + planId().substring("web".length()));

        assertThat(List.of(added, createdAgain, otherOptions, otherApplication))
                .extracting(RolloutResult::outcome)
                .containsOnly(Outcome.REFUSED);
        assertThat(added.message())
                .startsWith("The removal would delete objects that were not in the list that was shown: ")
                .contains("ConfigMap page", "ConfigMap settings", "Objects of that list that would not be deleted: 1.")
                .endsWith("Look at the list of a new dry run. Nothing was deleted.");
        assertThat(createdAgain.message()).contains("shown: ConfigMap settings. Objects of that list");
        assertThat(otherOptions.message())
                .isEqualTo("The removal would delete objects that were not in the list that was shown:"
                        + " PersistentVolumeClaim data. Look at the list of a new dry run. Nothing was deleted.");
        assertThat(otherApplication.message()).startsWith("\"expectedPlan\" is not the ID of a plan that removes web.");
        assertThat(exists(configMap("settings")) && exists(configMap("page")) && exists(claim()) && hasRecord())
                .isTrue();
        assertSucceeded(
                removeExpecting(planId()),
                "Removed. Deleted objects: 2. These stay, with the record of the application: PersistentVolumeClaim"
                        + " data.");
    }

    /** The removal may have deleted the other object of the list before the restart. */
    @Test
    void resumedRemovalDoesNotSayThatNothingWasDeleted() {
        deploy(configMap("settings"), configMap("page"));
        String shown = planId();
        cluster.admin()
                .resource(configMap("settings"))
                .inNamespace(cluster.namespace)
                .delete();
        cluster.admin()
                .resource(configMap("page"))
                .inNamespace(cluster.namespace)
                .delete();
        deploy(configMap("page"));

        RolloutResult result = await(start(request(TestCluster.DEFAULT_TIMEOUT, Set.of(), false)
                .withExpectedPlan(shown)
                .withResumed(true)));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .contains("that was shown: ConfigMap page.")
                .endsWith("Nothing was deleted since the restart. Objects may have been deleted before it.");
        assertThat(exists(configMap("page"))).isTrue();
    }

    /** A deploy that is still running creates the object after the first deletion. */
    @Test
    void leavesAnObjectThatAppearsDuringTheRemovalAndWasNotShown() throws Exception {
        deploy(configMap("settings"));
        String shown = planId();
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            CountDownLatch release =
                    proxied.hold(request -> request.isApply() && request.path().endsWith("/page"));
            Rollout running = proxied.start(RolloutOptions.defaults(), configMap("settings"), configMap("page"));
            proxied.proxy.awaitHeld();
            RemovalRequest request =
                    request(TestCluster.DEFAULT_TIMEOUT, Set.of(), false).withExpectedPlan(shown);

            RolloutResult result = await(cluster.engine.remove(cluster.connection, request, event -> {
                if (event instanceof RolloutEvent.Deleted) {
                    release.countDown();
                    cluster.admin()
                            .configMaps()
                            .inNamespace(cluster.namespace)
                            .withName("page")
                            .waitUntilCondition(Objects::nonNull, 1, TimeUnit.MINUTES);
                }
            }));

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message())
                    .contains("that was shown: ConfigMap page.")
                    .endsWith("Deleted so far: ConfigMap settings.");
            assertThat(TestCluster.await(running).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
        assertThat(exists(configMap("page")) && hasRecord()).isTrue();
    }

    @Test
    void claimAndRecordStayUntilTheKindIsNamed() {
        deploy(configMap("settings"), claim());

        assertSucceeded(
                remove(PruneKind.Namespace),
                "Removed. Deleted objects: 1. These stay, with the record of the application: PersistentVolumeClaim"
                        + " data.");
        assertThat(exists(configMap("settings"))).isFalse();
        assertThat(exists(claim()) && hasRecord()).isTrue();

        assertSucceeded(remove(PruneKind.PersistentVolumeClaim), "Removed, with its record. Deleted objects: 1.");
        assertThat(exists(claim()) || hasRecord()).isFalse();
    }

    @Test
    void keptClaimOfADeletedJobBelongsToTheNextOwner() {
        assertThat(deployAs(SHOP, configMap("settings"), claim()).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(removeAfter("shop/web", SHOP).outcome()).isEqualTo(Outcome.SUCCEEDED);

        RolloutResult result = deployAs(TOOLS, configMap("settings"), claim());

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    /** A pull request may not take over an application that nobody owns. */
    @Test
    void pullRequestDeploysAgainWhereItsClaimWasKept() {
        Deployer pullRequest =
                new Deployer(new Owner("jenkins-1", "id-pr", "shop/PR-1"), Set.of("id-pr"), "shop/PR-1 #1", true);
        assertThat(deployAs(pullRequest, configMap("settings"), claim()).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(removeAs(pullRequest, RolloutPolicy.UNRESTRICTED).outcome()).isEqualTo(Outcome.SUCCEEDED);

        RolloutResult other = deployAs(TOOLS, configMap("settings"), claim());
        RolloutResult again = deployAs(pullRequest, configMap("settings"), claim());

        assertThat(other.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(again.outcome()).as(again.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void failedDeployDoesNotRollBackToARemovedRevision() {
        deploy(configMap("settings"), claim());
        remove();

        RolloutResult result = cluster.run(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                deployment(1, podTemplate("nginx:1", "failure", "run")));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).contains("Not rolled back: there is no earlier healthy revision");
        assertThat(exists(configMap("settings"))).isFalse();
    }

    @Test
    void objectThatAnAnnotationKeepsStays() {
        ConfigMap kept = kept("settings");
        deploy(kept, configMap("page"));
        assertThat(remove().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(exists(kept)).isTrue();
        assertThat(exists(configMap("page"))).isFalse();
    }

    @Test
    void otherOwnerMayNotRemove() {
        assertThat(deployAs(SHOP, configMap("settings")).outcome()).isEqualTo(Outcome.SUCCEEDED);

        RolloutResult result = removeAs(TOOLS, RolloutPolicy.UNRESTRICTED);

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).startsWith("This application belongs to shop/web. Nothing was changed.");
        assertThat(exists(configMap("settings"))).isTrue();
    }

    /** Branches of a project can own an application together. */
    @Test
    void removalForADeletedJobRequiresThatItHasDeployedLast() {
        assertThat(deployAs(inProject("shop/web api #1"), configMap("settings")).outcome())
                .isEqualTo(Outcome.SUCCEEDED);

        RolloutResult other = removeAfter("shop/web", inProject("shop/web (deleted)"));
        RolloutResult last = removeAfter("shop/web api", inProject("shop/web api (deleted)"));

        assertThat(other.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(other.message())
                .isEqualTo(
                        "Nothing was deleted, because another job has deployed the application since: shop/web api #1.");
        assertSucceeded(last, "Removed, with its record. Deleted objects: 1.");
    }

    /** A job of a project that shares its applications. */
    private static Deployer inProject(String build) {
        return new Deployer(new Owner("jenkins-1", "id-project", "shop"), Set.of("id-project", "id-job"), build);
    }

    private RolloutResult removeAfter(String lastJob, Deployer deployer) {
        return await(start(requestAs(deployer, RolloutPolicy.UNRESTRICTED).withLastJob(lastJob)));
    }

    /** Its deploys carry its former name. */
    @Test
    void renamedJobRemovesWhatItOwnsAlone() {
        assertThat(deployAs(SHOP, configMap("settings")).outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertSucceeded(removeAfter("shop/renamed", SHOP), "Removed, with its record. Deleted objects: 1.");
    }

    @Test
    void adoptRemovesTheApplicationOfAnotherOwnerAndSaysSo() {
        assertThat(deployAs(SHOP, configMap("settings")).outcome()).isEqualTo(Outcome.SUCCEEDED);

        RolloutResult result = await(
                start(requestAs(Deployer.NOBODY, RolloutPolicy.UNRESTRICTED).withAdopt(true)));

        assertSucceeded(result, "Removed, with its record. Deleted objects: 1.");
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .containsExactly("Takes over the application from shop/web.");
    }

    @Test
    void namespaceStaysWithWhatIsKeptInIt() {
        String namespace = cluster.namespace + "-new";
        TestCluster.await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        namespace,
                        "web",
                        List.of(configMap("page"), kept("settings")),
                        TestCluster.DEFAULT_TIMEOUT,
                        RolloutOptions.defaults().withCreateNamespace(true)),
                cluster.events));
        RemovalRequest request = new RemovalRequest(
                namespace,
                "web",
                Set.of(PruneKind.Namespace),
                false,
                TestCluster.DEFAULT_TIMEOUT,
                RolloutPolicy.UNRESTRICTED,
                Deployer.NOBODY);

        RolloutResult first = await(start(request));
        ConfigMap settings = cluster.admin()
                .configMaps()
                .inNamespace(namespace)
                .withName("settings")
                .edit(found -> new ConfigMapBuilder(found)
                        .editMetadata()
                        .removeFromAnnotations("helm.sh/resource-policy")
                        .endMetadata()
                        .build());
        RolloutResult second = await(start(request));

        assertSucceeded(
                first,
                "Removed. Deleted objects: 1. These stay, with the record of the application: ConfigMap settings,"
                        + " Namespace " + namespace + ".");
        assertThat(settings.getMetadata().getDeletionTimestamp()).isNull();
        assertSucceeded(second, "Removed, with its record. Deleted objects: 2.");
        assertThat(cluster.admin().namespaces().withName(namespace).get()).isNull();
    }

    @Test
    void errorAfterTheFirstDeletionIsAFailureThatNamesWhatIsDeleted() throws Exception {
        deploy(configMap("settings"), deployment(1, podTemplate("nginx:1")));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            RemovalRequest request = request(TestCluster.DEFAULT_TIMEOUT, Set.of(), false);

            RolloutResult result = await(cluster.engine.remove(proxied.connection, request, event -> {
                if (event instanceof RolloutEvent.Deleted) {
                    proxied.proxy.forbid(1, isRequestFor("GET", "deploy-workload-web"));
                }
            }));

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message()).endsWith("Deleted so far: Deployment web.");
        }
        assertThat(exists(configMap("settings")) && hasRecord()).isTrue();
    }

    @Test
    void resumedRemovalRepeatsTemporaryFailures() throws Exception {
        deploy(configMap("settings"));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(isRequestFor("GET", "deploy-workload-web"));
            ApplicationRemoval removal = cluster.engine.remove(
                    proxied.connection,
                    request(TestCluster.UNTIL_EXPIRED, Set.of(), false).withResumed(true),
                    cluster.events);
            cluster.events.await(RolloutEvent.Warning.class, event -> true);
            proxied.proxy.fail(request -> false);

            assertSucceeded(await(removal), "Removed, with its record. Deleted objects: 1.");
        }
    }

    /** A deploy that is still running creates the claim during the removal. */
    @Test
    void policyIsAskedAboutClaimsThatAppearDuringTheRemoval() throws Exception {
        deploy(configMap("settings"));
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            CountDownLatch release =
                    proxied.hold(request -> request.isApply() && request.path().endsWith("/data"));
            Rollout running = proxied.start(RolloutOptions.defaults(), configMap("settings"), claim());
            proxied.proxy.awaitHeld();
            RemovalRequest request = new RemovalRequest(
                    cluster.namespace,
                    "web",
                    Set.of(PruneKind.PersistentVolumeClaim),
                    false,
                    TestCluster.DEFAULT_TIMEOUT,
                    (options, objects) ->
                            objects.stream().map(object -> "no claims.").toList(),
                    Deployer.NOBODY);

            RolloutResult result = await(cluster.engine.remove(cluster.connection, request, event -> {
                if (event instanceof RolloutEvent.Deleted) {
                    release.countDown();
                    cluster.admin()
                            .persistentVolumeClaims()
                            .inNamespace(cluster.namespace)
                            .withName("data")
                            .waitUntilCondition(Objects::nonNull, 1, TimeUnit.MINUTES);
                }
            }));

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message()).isEqualTo("no claims. Deleted so far: ConfigMap settings.");
            assertThat(TestCluster.await(running).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
        assertThat(exists(claim())).isTrue();
    }

    @Test
    void policyDecidesAboutTheRemovalAndTheKindsThatHoldData() {
        deploy(configMap("settings"), claim());

        RolloutResult refused = removeAs(Deployer.NOBODY, (options, objects) -> List.of("not from here."));
        RolloutResult noClaims = await(start(new RemovalRequest(
                cluster.namespace,
                "web",
                Set.of(PruneKind.PersistentVolumeClaim),
                false,
                TestCluster.DEFAULT_TIMEOUT,
                (options, objects) -> objects.stream()
                        .filter(PersistentVolumeClaim.class::isInstance)
                        .map(claim -> "no claims.")
                        .toList(),
                Deployer.NOBODY)));

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).isEqualTo("not from here.");
        assertThat(noClaims.message()).isEqualTo("no claims.");
        assertThat(exists(configMap("settings")) && exists(claim()) && hasRecord())
                .isTrue();
    }

    /** The deploy would create its objects again otherwise. */
    @Test
    void endsADeployThatIsStillRunning() throws InterruptedException {
        Rollout running = cluster.start(
                TestCluster.UNTIL_EXPIRED,
                configMap("settings"),
                deployment(1, podTemplate("nginx:1", "ready", "never")));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);

        RolloutResult result = remove();
        RolloutResult deploy = TestCluster.await(running);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(deploy.outcome()).as(deploy.message()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(exists(configMap("settings"))).isFalse();
        assertThat(cluster.liveDeployment()).isNull();
    }

    @Test
    void timeoutNamesTheFinalizerAndALaterRemovalContinues() throws InterruptedException {
        deploy(held(), configMap("settings"));
        ApplicationRemoval removal = start(request(TestCluster.UNTIL_EXPIRED, Set.of(), false));
        cluster.events.await(
                RolloutEvent.Deleted.class, event -> event.object().name().equals("held"));

        cluster.expireTimeouts();
        RolloutResult result = await(removal);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message())
                .startsWith("Not removed within 3,600 seconds.")
                .endsWith("Finalizers delay the deletion: ConfigMap held (example.com/wait).");
        assertThat(hasRecord()).isTrue();

        releaseHeld();
        assertThat(remove().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(hasRecord()).isFalse();
    }

    /** The end of the removal reads the objects again, to name their finalizers. */
    @Test
    void removalEndsAtItsDeadlineWhileReadsAreRejected() throws Exception {
        deploy(held());
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            ApplicationRemoval removal = cluster.engine.remove(
                    proxied.connection, request(TestCluster.UNTIL_EXPIRED, Set.of(), false), cluster.events);
            cluster.events.await(RolloutEvent.Deleted.class, event -> true);
            proxied.proxy.reject(Integer.MAX_VALUE, 120, isRequestFor("GET", "configmaps/held"));

            cluster.expireTimeouts();

            assertThat(removal.result())
                    .succeedsWithin(Duration.ofSeconds(60))
                    .satisfies(result -> assertThat(result.message())
                            .isEqualTo("Not removed within 3,600 seconds. Deleted so far: ConfigMap held."));
        }
        releaseHeld();
    }

    /** A ConfigMap whose deletion waits for {@link #releaseHeld}. */
    private static ConfigMap held() {
        return new ConfigMapBuilder(configMap("held"))
                .editMetadata()
                .addToFinalizers("example.com/wait")
                .endMetadata()
                .build();
    }

    private void releaseHeld() {
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("held")
                .edit(found -> new ConfigMapBuilder(found)
                        .editMetadata()
                        .withFinalizers(List.of())
                        .endMetadata()
                        .build());
    }

    @Test
    void abortKeepsTheRecord() throws InterruptedException {
        deploy(held());
        ApplicationRemoval removal = start(request(TestCluster.UNTIL_EXPIRED, Set.of(), false));
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);

        removal.stop("Aborted by a test");

        RolloutResult result = await(removal);
        assertThat(result.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(result.message()).isEqualTo("Aborted by a test. Deleted so far: ConfigMap held.");
        assertThat(hasRecord()).isTrue();
        releaseHeld();
    }

    /** The controller of a custom resource may have to remove a finalizer from it. */
    @Test
    void customResourcesAreGoneBeforeTheirDefinition() {
        String group = "g" + UUID.randomUUID().toString().substring(0, 8) + ".example.com";
        deploy(
                Serialization.unmarshal("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: widgets.GROUP}
                        spec:
                          group: GROUP
                          scope: Namespaced
                          names: {kind: Widget, plural: widgets, singular: widget}
                          versions:
                          - name: v1
                            served: true
                            storage: true
                            schema: {openAPIV3Schema: {type: object}}
                        """.replace("GROUP", group), CustomResourceDefinition.class),
                Serialization.unmarshal(
                        "apiVersion: GROUP/v1\nkind: Widget\nmetadata: {name: one}\n".replace("GROUP", group),
                        GenericKubernetesResource.class),
                configMap("settings"));

        assertSucceeded(remove(PruneKind.CustomResourceDefinition), "Removed, with its record. Deleted objects: 3.");

        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().label())
                .containsExactly("Widget one", "ConfigMap settings", "CustomResourceDefinition widgets." + group);
    }

    @Test
    void namesObjectsThatTheAccountMayNotDelete() {
        deploy(service(80), deployment(1, podTemplate("nginx:1")));
        cluster.grant(
                TestCluster.rule("", "configmaps", "get", "create", "update", "delete"),
                TestCluster.rule("", "services", "get"),
                TestCluster.rule("apps", "deployments", "get", "list", "watch", "delete"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            RolloutResult result = await(cluster.engine.remove(
                    restricted, request(TestCluster.DEFAULT_TIMEOUT, Set.of(), false), cluster.events));

            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message())
                    .startsWith("Not removed, because some objects could not be deleted: Service web (")
                    .contains("cannot delete resource");
        }
        assertThat(hasRecord()).isTrue();
        assertSucceeded(remove(), "Removed, with its record. Deleted objects: 1.");
    }

    @Test
    void doesNotBelieveAChangedRecord() {
        deploy(configMap("settings"));
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .edit(found -> new ConfigMapBuilder(found)
                        .addToData(
                                "index.json", found.getData().get("index.json").replace("settings", "others"))
                        .build());

        RolloutResult result = remove();

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .startsWith("Nothing was deleted, because the record of the application cannot be used: ");
        assertThat(exists(configMap("settings"))).isTrue();
    }

    @Test
    void leavesObjectsThatBelongToOthersNow() {
        deploy(configMap("settings"), configMap("page"));
        cluster.admin()
                .resource(configMap("page"))
                .inNamespace(cluster.namespace)
                .delete();
        cluster.create(configMap("page"));

        assertSucceeded(remove(), "Removed, with its record. Deleted objects: 1.");

        assertThat(exists(configMap("page"))).isTrue();
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(RolloutEvent.Deleted::object)
                .extracting(ObjectRef::name)
                .containsExactly("settings");
    }
}
