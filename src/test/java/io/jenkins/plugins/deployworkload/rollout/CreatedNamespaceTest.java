package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deploys to a namespace that does not exist. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class CreatedNamespaceTest {

    private static final RolloutOptions CREATE =
            RolloutOptions.defaults().withCreateNamespace(true).withPrune(true);

    private final TestCluster cluster = new TestCluster();
    private final String namespace = cluster.namespace + "-new";

    @AfterEach
    void close() {
        cluster.admin().namespaces().withName(namespace).delete();
        cluster.close();
    }

    private RolloutResult run(String target, RolloutOptions options, HasMetadata... objects) {
        return TestCluster.await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(target, "web", List.of(objects), TestCluster.DEFAULT_TIMEOUT, options),
                cluster.events));
    }

    private Namespace live() {
        return cluster.admin().namespaces().withName(namespace).get();
    }

    @Test
    void createsThePlainNamespaceFirstAndKeepsIt() {
        HasMetadata settings = TestCluster.configMap("settings");

        RolloutResult first = run(namespace, CREATE, deployment(1, podTemplate("nginx:1")), settings);

        assertThat(first.outcome()).as(first.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Applied.class))
                .extracting(event -> event.object().ref().label())
                .startsWith("Namespace " + namespace)
                .hasSize(3);
        assertThat(live().getMetadata().getLabels().keySet())
                .allMatch(label ->
                        label.equals("kubernetes.io/metadata.name") || label.startsWith("deploy-workload.jenkins.io/"));
        RolloutResult again = run(namespace, CREATE, deployment(1, podTemplate("nginx:1")), settings);
        assertThat(again.objects())
                .hasSize(3)
                .extracting(AppliedObject::operation)
                .containsOnly(Operation.UNCHANGED);
        RolloutResult broken = run(
                namespace,
                CREATE.withOnFailure(OnFailure.ROLLBACK),
                deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
        assertThat(broken.recovery()).as(broken.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
        assertThat(live().getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void pruneKeepsTheNamespaceOfTheDeployAlthoughItsKindIsNamed() {
        HasMetadata settings = TestCluster.configMap("settings");
        run(namespace, CREATE, settings);

        RolloutOptions prune = CREATE.withCreateNamespace(false).withPruneKinds(List.of(PruneKind.Namespace));
        run(namespace, prune.withDryRun(true), settings);
        RolloutResult result = run(namespace, prune, settings);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(live().getMetadata().getDeletionTimestamp()).isNull();
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class)).isEmpty();
        assertThat(cluster.events.all(RolloutEvent.Warning.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void missingNamespaceIsOneSentence(boolean hasSeveralObjects) {
        HasMetadata[] objects = hasSeveralObjects
                ? new HasMetadata[] {TestCluster.configMap("settings"), TestCluster.configMap("more")}
                : new HasMetadata[] {TestCluster.configMap("settings")};

        RolloutResult result = run(namespace, RolloutOptions.defaults(), objects);

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).isEqualTo("The namespace " + namespace + " does not exist in this cluster.");
    }

    @Test
    void leavesAnExistingNamespaceAlone() {
        String before = cluster.admin()
                .namespaces()
                .withName(cluster.namespace)
                .get()
                .getMetadata()
                .getResourceVersion();

        RolloutResult result = run(cluster.namespace, CREATE, TestCluster.configMap("settings"));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).extracting(AppliedObject::kind).containsExactly("ConfigMap");
        assertThat(cluster.admin()
                        .namespaces()
                        .withName(cluster.namespace)
                        .get()
                        .getMetadata()
                        .getResourceVersion())
                .isEqualTo(before);
    }

    @Test
    void dryRunShowsTheNamespaceAndCreatesNothing() {
        RolloutResult result = run(namespace, CREATE.withDryRun(true), TestCluster.configMap("settings"));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .extracting(event -> event.object().label() + " " + event.operation())
                .containsExactlyInAnyOrder("Namespace " + namespace + " CREATED", "ConfigMap settings CREATED");
        assertThat(live()).isNull();
    }

    @Test
    void withoutTheOptionTheDeployIsRefused() {
        RolloutResult result = run(namespace, RolloutOptions.defaults(), TestCluster.configMap("settings"));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains(namespace);
        assertThat(live()).isNull();
    }
}
