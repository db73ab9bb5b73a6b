package io.jenkins.plugins.deployworkload.cluster.suggestions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("control-plane")
class SuggestionServiceTest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String namespace = "suggestions-" + id;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    // A service with a long timeout, because a busy test machine responds slowly.
    private final SuggestionService service =
            new SuggestionService(new ConnectionPool(scheduler), InstantSource.system(), Duration.ofMinutes(1));

    @BeforeEach
    void namespace() {
        create(new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build());
    }

    @AfterEach
    void end() {
        plane.client().namespaces().withName(namespace).delete();
        plane.client().nodes().withName("node-" + id).delete();
        plane.client().storage().v1().storageClasses().withName("class-" + id).delete();
        scheduler.shutdownNow();
    }

    @Test
    void suggestsConfigMapsAndTheirKeys() {
        create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace(namespace)
                .endMetadata()
                .withData(Map.of("mode", "prod", "app.properties", "a=b"))
                .withBinaryData(Map.of("logo", "AA=="))
                .build());

        create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("deploy-workload-web")
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/managed-by", "deploy-workload")
                .endMetadata()
                .build());

        assertThat(suggest(SuggestionKind.CONFIG_MAP).values())
                .as("without the ConfigMaps that store revisions")
                .contains("settings")
                .doesNotContain("deploy-workload-web");
        assertThat(suggest(SuggestionKind.CONFIG_KEY, SuggestionKind.CONFIG_MAP, "settings")
                        .values())
                .containsExactly("app.properties", "logo", "mode");
    }

    @Test
    void suggestsWorkloadsOfOneKind() {
        create(new CronJobBuilder()
                .withNewMetadata()
                .withName("nightly")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withSchedule("0 2 * * *")
                .withNewJobTemplate()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("app")
                .withImage("nginx:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .endJobTemplate()
                .endSpec()
                .build());

        assertThat(suggest(SuggestionKind.CRON_JOB).values()).containsExactly("nightly");
        assertThat(suggest(SuggestionKind.DEPLOYMENT))
                .isEqualTo(Suggestions.note("The namespace " + namespace + " has no Deployment."));
    }

    @Test
    void suggestsSecretsAndTheirKeysOnlyWhereAllowed() {
        create(new SecretBuilder()
                .withNewMetadata()
                .withName("db")
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(Map.of("user", "u", "password", "p"))
                .build());

        assertThat(suggest(SuggestionKind.SECRET).values()).contains("db");
        assertThat(suggest(SuggestionKind.CONFIG_KEY, SuggestionKind.SECRET, "db")
                        .values())
                .containsExactly("password", "user");
        for (SuggestionRequest request : new SuggestionRequest[] {
            new SuggestionRequest(SuggestionKind.SECRET, namespace),
            new SuggestionRequest(SuggestionKind.CONFIG_KEY, namespace, SuggestionKind.SECRET, "db")
        }) {
            assertThat(service.suggest("admin", () -> config(plane.adminToken()), request, false))
                    .isEqualTo(Suggestions.note(
                            "No suggestions for Secrets: " + "the cluster configuration does not allow listing them."));
        }
    }

    @Test
    void suggestsClaimsAndServiceAccounts() {
        create(new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("robot")
                .withNamespace(namespace)
                .endMetadata()
                .build());
        create(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("disk")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addToAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build());

        assertThat(suggest(SuggestionKind.SERVICE_ACCOUNT).values()).contains("robot");
        assertThat(suggest(SuggestionKind.PERSISTENT_VOLUME_CLAIM).values()).containsExactly("disk");
    }

    @Test
    void suggestsStorageClasses() {
        create(new StorageClassBuilder()
                .withNewMetadata()
                .withName("class-" + id)
                .endMetadata()
                .withProvisioner("example.com/none")
                .build());

        assertThat(suggest(SuggestionKind.STORAGE_CLASS).values()).contains("class-" + id);
    }

    @Test
    void suggestsPriorityClassesAndRuntimeClasses() {
        create(new PriorityClassBuilder()
                .withNewMetadata()
                .withName("priority-" + id)
                .endMetadata()
                .withValue(1)
                .build());
        create(new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("runtime-" + id)
                .endMetadata()
                .withHandler("none")
                .build());

        assertThat(suggest(SuggestionKind.PRIORITY_CLASS).values()).contains("priority-" + id);
        assertThat(suggest(SuggestionKind.RUNTIME_CLASS).values()).contains("runtime-" + id);
    }

    @Test
    @ResourceLock("nodes")
    void suggestsNodeLabelsTaintsAndResources() {
        create(new NodeBuilder()
                .withNewMetadata()
                .withName("node-" + id)
                .addToLabels("example.com/" + id, "ssd")
                .endMetadata()
                .withNewSpec()
                .addToTaints(new Taint("NoSchedule", "taint-" + id, null, "batch"))
                .endSpec()
                .withNewStatus()
                .addToAllocatable("cpu", new Quantity("4"))
                .addToAllocatable("example.com/gpu-" + id, new Quantity("8"))
                .addToAllocatable("example.com/none-" + id, new Quantity("0"))
                .endStatus()
                .build());

        assertThat(suggest(SuggestionKind.NODE_LABEL).values()).contains("example.com/" + id);
        assertThat(suggest(SuggestionKind.NODE_LABEL_VALUE, SuggestionKind.NODE_LABEL, "example.com/" + id)
                        .values())
                .containsExactly("ssd");
        assertThat(suggest(SuggestionKind.NODE_TAINT).values()).contains("taint-" + id);
        assertThat(suggest(SuggestionKind.NODE_TAINT_VALUE, SuggestionKind.NODE_TAINT, "taint-" + id)
                        .values())
                .containsExactly("batch");
        assertThat(suggest(SuggestionKind.RESOURCE).values())
                .contains("example.com/gpu-" + id)
                .doesNotContain("cpu", "example.com/none-" + id);
        assertThat(suggest(SuggestionKind.RESOURCE_QUANTITY, SuggestionKind.RESOURCE, "example.com/gpu-" + id)
                        .values())
                .containsExactly("8");
    }

    @Test
    void reportsWhatTheClusterDoesNotSupport() {
        assertThat(suggest(SuggestionKind.RESOURCE_QUANTITY, SuggestionKind.RESOURCE, "nvidia.com/gpu"))
                .isEqualTo(Suggestions.unsupported("No node of this cluster has nvidia.com/gpu."));
        assertThat(suggest(SuggestionKind.NETWORK))
                .isEqualTo(Suggestions.unsupported(
                        "This cluster does not serve NetworkAttachmentDefinition: Multus is not installed."));
        assertThat(suggest(SuggestionKind.POD_METRICS).unsupported()).isTrue();
        assertThat(suggest(SuggestionKind.PERSISTENT_VOLUME_CLAIM))
                .isEqualTo(Suggestions.note("The namespace " + namespace + " has no PersistentVolumeClaim."));
        assertThat(suggest(SuggestionKind.CONFIG_KEY, SuggestionKind.CONFIG_MAP, "absent"))
                .isEqualTo(Suggestions.note("ConfigMap absent does not exist in the namespace " + namespace + "."));
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_MAP, list configmaps in the namespace",
        "SECRET, list secrets in the namespace",
        "PERSISTENT_VOLUME_CLAIM, list persistentvolumeclaims in the namespace",
        "SERVICE_ACCOUNT, list serviceaccounts in the namespace",
        "NETWORK, list network-attachment-definitions.k8s.cni.cncf.io in the namespace",
        "STORAGE_CLASS, list storageclasses.storage.k8s.io.",
        "PRIORITY_CLASS, list priorityclasses.scheduling.k8s.io.",
        "RUNTIME_CLASS, list runtimeclasses.node.k8s.io.",
        "NODE_LABEL, list nodes.",
        "NODE_TAINT, list nodes.",
        "RESOURCE, list nodes.",
    })
    void reportsTheMissingPermission(SuggestionKind kind, String permission) {
        Suggestions suggestions = service.suggest(
                "nobody", () -> config(plane.tokenFor("nobody")), new SuggestionRequest(kind, namespace), true);

        assertThat(suggestions.values()).isEmpty();
        assertThat(suggestions.note()).startsWith("No suggestions: the account has no permission to " + permission);
    }

    @Test
    void reportsAMissingNamespaceOnly() {
        assertThat(suggest(SuggestionKind.NAMESPACE)).isEqualTo(Suggestions.NONE);

        SuggestionRequest missing = new SuggestionRequest(SuggestionKind.NAMESPACE, "missing-" + id);
        assertThat(service.suggest("admin", () -> config(plane.adminToken()), missing, true))
                .isEqualTo(Suggestions.unsupported("The namespace missing-" + id + " does not exist in this cluster."));
        // An account that may not read namespaces, and a name with a variable, say nothing about the namespace.
        assertThat(service.suggest("nobody", () -> config(plane.tokenFor("nobody")), missing, true)
                        .unsupported())
                .isFalse();
        SuggestionRequest variable = new SuggestionRequest(SuggestionKind.NAMESPACE, "$TARGET");
        assertThat(service.suggest("admin", () -> config(plane.adminToken()), variable, true)
                        .unsupported())
                .isFalse();
    }

    @Test
    void reportsTheMissingPermissionForKeys() {
        SuggestionRequest request =
                new SuggestionRequest(SuggestionKind.CONFIG_KEY, namespace, SuggestionKind.SECRET, "db");

        assertThat(service.suggest("nobody", () -> config(plane.tokenFor("nobody")), request, true)
                        .note())
                .endsWith("has no permission to get secrets in the namespace " + namespace + ".");
    }

    @Test
    void doesNotShareCachedSuggestionsAcrossAccounts() {
        assertThat(suggest(SuggestionKind.CONFIG_MAP).note()).doesNotContain("no permission");
        assertThat(service.suggest(
                                "nobody",
                                () -> config(plane.tokenFor("nobody")),
                                new SuggestionRequest(SuggestionKind.CONFIG_MAP, namespace),
                                true)
                        .note())
                .contains("no permission");
    }

    private Suggestions suggest(SuggestionKind kind) {
        return service.suggest("admin", () -> config(plane.adminToken()), new SuggestionRequest(kind, namespace), true);
    }

    private Suggestions suggest(SuggestionKind kind, SuggestionKind dependencyKind, String dependencyName) {
        return service.suggest(
                "admin",
                () -> config(plane.adminToken()),
                new SuggestionRequest(kind, namespace, dependencyKind, dependencyName),
                true);
    }

    private ConnectionConfig config(String token) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(token));
    }

    private void create(HasMetadata object) {
        plane.client().resource(object).create();
    }
}
