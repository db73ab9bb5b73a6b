package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.removal.RemovalRequest;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Applications of several kinds as manifests: deployed, changed, broken in two ways, rolled back, pruned and removed. Each is
 * a folder of {@code applications/}, whose files have placeholders in capital letters.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ApplicationsTest {

    private static final Path FOLDER =
            ProjectRoot.path().resolve("src/test/resources/io/jenkins/plugins/deployworkload/applications");

    /** The grace periods are a thousandth. A rollback needs time to delete the pod that blocks a StatefulSet. */
    private static final RolloutOptions OPTIONS = RolloutOptions.defaults()
            .withOnFailure(OnFailure.ROLLBACK)
            .withPrune(true)
            .withPatience(Map.of("StuckRevision", Duration.ofDays(1)));

    private static final Set<String> WITHOUT_NAMESPACE = Set.of(
            "CustomResourceDefinition",
            "ClusterRole",
            "ClusterRoleBinding",
            "IngressClass",
            "CSIDriver",
            "StorageClass");

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));
    private final List<HasMetadata> ofCluster = new ArrayList<>();

    @AfterEach
    void close() {
        ofCluster.forEach(object -> cluster.admin().resource(object).delete());
        cluster.close();
    }

    /** @param values the values of placeholders that differ from those of the healthy application */
    private List<HasMetadata> manifests(String folder, boolean withExtra, Map<String, String> values) throws Exception {
        List<YamlFile> files = new ArrayList<>();
        for (String name : withExtra ? List.of("application.yaml", "extra.yaml") : List.of("application.yaml")) {
            String text = Files.readString(FOLDER.resolve(folder).resolve(name))
                    .replace("NAMESPACE", cluster.namespace)
                    .replace("PLAY", values.getOrDefault("PLAY", "plays"))
                    .replace("VALUE", values.getOrDefault("VALUE", "nothing"))
                    .replace("RESOURCE", values.getOrDefault("RESOURCE", "cpu"))
                    .replace("VERSION", values.get("VERSION"));
            files.add(new YamlFile(name, text));
        }
        return ManifestRenderer.render(
                ManifestReader.read(files, Variables.LITERAL), List.of(), PatchFiles.NONE, cluster.namespace);
    }

    private RolloutResult deploy(String name, List<HasMetadata> objects) {
        objects.stream()
                .filter(object -> WITHOUT_NAMESPACE.contains(object.getKind()))
                .filter(object -> ofCluster.stream().noneMatch(other -> isSame(object, other)))
                .forEach(ofCluster::add);
        return TestCluster.await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(cluster.namespace, name, objects, TestCluster.DEFAULT_TIMEOUT, OPTIONS),
                cluster.events));
    }

    private static boolean isSame(HasMetadata object, HasMetadata other) {
        return object.getKind().equals(other.getKind())
                && object.getMetadata().getName().equals(other.getMetadata().getName());
    }

    private void assertHealthy(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    /** @param breakage placeholders with their values, and the signal of the expected finding */
    private void assertBrokenAndRolledBack(String name, String breakage) throws Exception {
        String[] parts = breakage.trim().split(" -> ");
        Map<String, String> values = new HashMap<>(Map.of("VERSION", "3"));
        for (String placeholder : parts[0].split(" ")) {
            values.put(placeholder.split("=")[0], placeholder.split("=")[1]);
        }
        RolloutResult result = deploy(name, manifests(name, true, values));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings())
                .as(result.message())
                .extracting(Finding::signal)
                .contains(parts[1]);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "microservice-shop  | PLAY=failure VALUE=image-invalid -> InvalidImageName | PLAY=failure VALUE=crash"
                        + " -> CrashLoop",
                "mesh-sample        | PLAY=failure VALUE=image -> ImagePull                | PLAY=failure VALUE=oom ->"
                        + " OutOfMemory",
                "monitoring-stack   | PLAY=failure VALUE=config -> ConfigError             | PLAY=failure VALUE=crash"
                        + " -> CrashLoop",
                "ingress-controller | PLAY=failure VALUE=crash -> CrashLoop                | PLAY=failure VALUE=image"
                        + " -> ImagePull",
                "csi-driver         | PLAY=failure VALUE=mount -> VolumeMount              | PLAY=failure"
                        + " VALUE=image-invalid -> InvalidImageName",
                "operator           | PLAY=failure VALUE=run -> RunError                   | PLAY=failure VALUE=crash"
                        + " -> CrashLoop",
                "database           | PLAY=failure VALUE=crash -> CrashLoop                | PLAY=failure"
                        + " VALUE=image-never -> ImageNeverPull",
                "batch-queue        | PLAY=failure VALUE=oom -> OutOfMemory                | PLAY=failure VALUE=create"
                        + " -> CreateError",
                "gpu-training       | RESOURCE=nvidia.com/gpu -> Unschedulable             | PLAY=failure"
                        + " VALUE=image-invalid -> InvalidImageName",
                "helm-output        | PLAY=failure VALUE=image -> ImagePull                | PLAY=failure VALUE=crash"
                        + " -> CrashLoop",
            })
    void applicationIsDeployedChangedBrokenRolledBackPrunedAndRemoved(String name, String first, String second)
            throws Exception {
        assertHealthy(deploy(name, manifests(name, true, Map.of("VERSION", "1"))));
        RolloutResult changed = deploy(name, manifests(name, true, Map.of("VERSION", "2")));
        assertHealthy(changed);
        assertThat(changed.objects()).extracting(AppliedObject::operation).contains(Operation.UNCHANGED);
        assertThat(changed.objects())
                .extracting(AppliedObject::operation)
                .containsAnyOf(Operation.UPDATED, Operation.CREATED);

        assertBrokenAndRolledBack(name, first);
        assertBrokenAndRolledBack(name, second);

        assertHealthy(deploy(name, manifests(name, false, Map.of("VERSION", "2"))));
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().label())
                .contains("ConfigMap feature-flags");
        assertThat(cluster.admin()
                        .configMaps()
                        .inNamespace(cluster.namespace)
                        .withName("feature-flags")
                        .get())
                .isNull();

        assertRemoved(name, manifests(name, false, Map.of("VERSION", "2")));
    }

    /** Removes the application, with the objects that hold data. */
    private void assertRemoved(String name, List<HasMetadata> objects) {
        RolloutResult result = cluster.engine
                .remove(
                        cluster.connection,
                        new RemovalRequest(
                                cluster.namespace,
                                name,
                                Set.of(PruneKind.values()),
                                false,
                                TestCluster.DEFAULT_TIMEOUT,
                                RolloutPolicy.UNRESTRICTED,
                                Deployer.NOBODY),
                        cluster.events)
                .result()
                .orTimeout(180, TimeUnit.SECONDS)
                .join();
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        // The API server no longer serves the kinds of definitions that were removed.
        assertThat(objects)
                .filteredOn(object -> !CustomResourceDefinitions.isCustom(object.getApiVersion()))
                .allSatisfy(object -> assertThat(cluster.admin()
                                .resource(object)
                                .inNamespace(cluster.namespace)
                                .get())
                        .as(object.getKind() + " " + object.getMetadata().getName())
                        .isNull());
        assertThat(cluster.admin().pods().inNamespace(cluster.namespace).list().getItems())
                .isEmpty();
        assertThat(cluster.admin()
                        .configMaps()
                        .inNamespace(cluster.namespace)
                        .withName(RolloutRequest.REVISIONS_PREFIX + name)
                        .get())
                .isNull();
    }
}
