package io.jenkins.plugins.deployworkload.rollout.prune;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.DEFAULT_TIMEOUT;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.claim;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects that are no longer in the definition a deploy deletes. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class PruneSelectionTest {

    private static final RolloutOptions PRUNE = RolloutOptions.defaults().withPrune(true);

    private static final RolloutOptions PRUNE_CLAIMS = PRUNE.withPruneKinds(List.of(PruneKind.PersistentVolumeClaim));

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static ConfigMap annotated(String name, String annotation, String value) {
        return new ConfigMapBuilder(configMap(name))
                .editMetadata()
                .addToAnnotations(annotation, value)
                .endMetadata()
                .build();
    }

    private RolloutResult succeed(RolloutOptions options, HasMetadata... objects) {
        RolloutResult result = cluster.run(options, objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        return result;
    }

    private boolean exists(HasMetadata object) {
        return cluster.admin().resource(object).inNamespace(cluster.namespace).get() != null;
    }

    @Test
    void claimIsPrunedOnlyIfItsKindIsNamed() {
        succeed(RolloutOptions.defaults(), configMap("a"), claim());
        succeed(PRUNE.withPruneKinds(List.of(PruneKind.Namespace)), configMap("a"));
        assertThat(exists(claim())).isTrue();

        cluster.run(PRUNE_CLAIMS.withDryRun(true), configMap("a"));
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .extracting(event -> event.object().label())
                .containsExactly("PersistentVolumeClaim data");
        succeed(PRUNE_CLAIMS, configMap("a"));
        // A controller must remove the claim's finalizer, and prune does not wait for it.
        cluster.admin()
                .resource(claim())
                .inNamespace(cluster.namespace)
                .waitUntilCondition(Objects::isNull, 2, TimeUnit.MINUTES);
    }

    @Test
    void claimStaysIfThePolicyDoesNotAllowItsKind() {
        succeed(RolloutOptions.defaults(), configMap("a"), claim());
        RolloutPolicy policy = (options, objects) -> objects.stream()
                .filter(PersistentVolumeClaim.class::isInstance)
                .map(object -> "no claims.")
                .toList();

        RolloutResult dryRun = run(PRUNE_CLAIMS.withDryRun(true), policy, configMap("a"));
        assertThat(dryRun.outcome()).as(dryRun.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class)).isEmpty();
        assertClaimIsKept(1);

        RolloutResult result = run(PRUNE_CLAIMS.withExpectedPlan(dryRun.planId()), policy, configMap("a"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(exists(claim())).isTrue();
        assertClaimIsKept(2);
    }

    private RolloutResult run(RolloutOptions options, RolloutPolicy policy, HasMetadata object) {
        return await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(cluster.namespace, "web", List.of(object), DEFAULT_TIMEOUT, options, policy),
                cluster.events));
    }

    private void assertClaimIsKept(int warnings) {
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .filteredOn(
                        message -> message.equals("no longer in the definition, but kept because the deletion of its"
                                + " kind is not allowed: no claims."))
                .hasSize(warnings);
    }

    @Test
    void deletesMoreThanHalfOnlyIfConfirmed() {
        succeed(RolloutOptions.defaults(), configMap("a"), configMap("b"), configMap("c"));
        ConfigMap changed =
                new ConfigMapBuilder(configMap("a")).addToData("new", "value").build();

        RolloutResult refused = cluster.run(PRUNE, changed);
        RolloutResult dryRun = cluster.run(PRUNE.withDryRun(true), changed);

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message())
                .isEqualTo("Nothing was applied, because prune would delete 2 of the 3 objects of the application:"
                        + " ConfigMap b, ConfigMap c. Check the files of the definition, or set \"pruneMoreThanHalf\" to"
                        + " delete them.");
        assertThat(refused.objects()).isEmpty();
        assertThat(cluster.admin()
                        .configMaps()
                        .inNamespace(cluster.namespace)
                        .withName("a")
                        .get()
                        .getData())
                .doesNotContainKey("new");
        assertThat(dryRun.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(dryRun.message()).isEqualTo(refused.message());
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class)).hasSize(2);

        succeed(PRUNE.withPruneMoreThanHalf(true), changed);
        assertThat(exists(configMap("b")) || exists(configMap("c"))).isFalse();
    }

    @Test
    void halfOfTheObjectsArePruned() {
        succeed(RolloutOptions.defaults(), configMap("a"), configMap("b"));
        succeed(PRUNE, configMap("a"));
        assertThat(exists(configMap("b"))).isFalse();
    }

    /** An earlier deploy without prune has kept them, or somebody has deleted them by hand. */
    @Test
    void objectsThatAreGoneDoNotCount() {
        succeed(RolloutOptions.defaults(), configMap("a"), configMap("b"), configMap("c"));
        cluster.admin().resource(configMap("b")).inNamespace(cluster.namespace).delete();
        succeed(PRUNE, configMap("a"));
        assertThat(exists(configMap("c"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"helm.sh/resource-policy, keep", "argocd.argoproj.io/sync-options, 'Replace=true, Prune=false'"})
    void objectsThatAnAnnotationKeepsStayAndDoNotCount(String annotation, String value) {
        succeed(
                RolloutOptions.defaults(),
                configMap("a"),
                annotated("b", annotation, value),
                annotated("c", annotation, value));
        succeed(PRUNE, configMap("a"));
        assertThat(exists(configMap("b")) && exists(configMap("c"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"settings-9cb7hkm6m2", "settings-v2"})
    void nextVersionsOfObjectsWithOtherNamesDoNotCount(String next) {
        succeed(RolloutOptions.defaults(), configMap("settings-5h2m9c6gkt"), configMap("page-5h2m9c6gkt"));
        succeed(PRUNE, configMap(next), configMap("page-" + next.substring(9)));
        assertThat(exists(configMap("settings-5h2m9c6gkt")) || exists(configMap("page-5h2m9c6gkt")))
                .isFalse();
    }

    @Test
    void oneObjectIsTheNextVersionOfOneFormerObjectOnly() {
        succeed(RolloutOptions.defaults(), configMap("settings-a"), configMap("settings-b"), configMap("settings-c"));

        RolloutResult result = cluster.run(PRUNE, configMap("settings-d"));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("2 of the 3 objects");
    }

    @Test
    void objectsOfOtherKindsHaveNoNextVersions() {
        succeed(RolloutOptions.defaults(), account("shop-a"), account("shop-b"));
        assertThat(cluster.run(PRUNE, account("shop-c"), account("shop-d")).outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    private static HasMetadata account(String name) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    @Test
    void aRenamedApplicationCounts() {
        succeed(RolloutOptions.defaults(), configMap("shop-a"), configMap("shop-b"));
        assertThat(cluster.run(PRUNE, configMap("store-a"), configMap("store-b"))
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
    }
}
