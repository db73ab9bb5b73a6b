package io.jenkins.plugins.deployworkload.rollout.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.CustomKinds;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the check of references to ConfigMaps, Secrets and other objects, which exist in some tests only. */
@Tag("control-plane")
class ReferenceCheckTest {

    private static final String WORKLOAD = """
            name: web
            controller:
              statefulSet:
                volumeClaimTemplates: [{name: data, storageClassName: fast, accessMode: ReadWriteOnce, storage: 1Gi}]
            serviceAccountName: robot
            networks: [{name: storage-net}]
            containers:
              - name: app
                image: nginx
                env:
                  - {name: A, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}
                  - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: nothing}}}
                  - {name: C, valueFrom: {configMapKeyRef: {name: absent, key: x, optional: true}}}
                  - {name: D, valueFrom: {secretKeyRef: {name: db, key: password}}}
                envFrom: [{configMapRef: {name: everything}}]
            volumes:
              - {name: config, configMap: {name: settings}}
              - {name: claim, persistentVolumeClaim: {claimName: disk}}
              - name: mixed
                projected:
                  sources: [{configMap: {name: certificates}}, {configMap: {name: absent, optional: true}}]
            """;

    private static final Predicate<String> IS_NETWORK = text -> text.contains("NetworkAttachmentDefinition");

    private final ControlPlane controlPlane = SharedControlPlane.get();
    private final String namespace = "references-" + UUID.randomUUID();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void namespace() {
        create(new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build());
        create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace(namespace)
                .endMetadata()
                .withData(Map.of("mode", "prod"))
                .build());
    }

    @AfterEach
    void shutDown() {
        scheduler.shutdownNow();
    }

    @Test
    void reportsMissingAndUncheckedReferences() throws Exception {
        ReferenceCheck.Result result = check(controlPlane.adminToken(), false);

        assertThat(result.missing())
                .containsExactlyInAnyOrder(
                        "serviceAccountName: ServiceAccount robot does not exist in namespace " + namespace + ".",
                        "containers.app.env.B: ConfigMap settings has no key \"nothing\". Its keys: mode.",
                        "containers.app.envFrom: ConfigMap everything does not exist in namespace " + namespace + ".",
                        "volumes.claim: PersistentVolumeClaim disk does not exist in namespace " + namespace + ".",
                        "volumes.mixed: ConfigMap certificates does not exist in namespace " + namespace + ".",
                        "volumeClaimTemplates.data: StorageClass fast does not exist in the cluster.",
                        "networks.storage-net: NetworkAttachmentDefinition storage-net does not exist in namespace "
                                + namespace + ".");
        assertThat(result.unchecked()).containsExactly("Secret db");
    }

    @Test
    void checksSecretKeysWhenAllowed() throws Exception {
        create(new SecretBuilder()
                .withNewMetadata()
                .withName("db")
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(Map.of("user", "root"))
                .build());

        assertThat(check(controlPlane.adminToken(), true).missing())
                .contains("containers.app.env.D: Secret db has no key \"password\". Its keys: user.");
    }

    @Test
    void forbiddenReferencesAreUnchecked() throws Exception {
        ReferenceCheck.Result result = check(controlPlane.tokenFor("nobody"), true);

        assertThat(result.missing()).isEmpty();
        assertThat(result.unchecked())
                .contains("ConfigMap settings", "Secret db", "StorageClass fast", "ServiceAccount robot");
    }

    @Test
    void objectsOfSameDeployAreNotMissing() throws Exception {
        List<HasMetadata> objects = new ArrayList<>(objects());
        objects.add(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("everything")
                .endMetadata()
                .build());
        objects.add(new SecretBuilder()
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .withStringData(Map.of("user", "root"))
                .build());
        objects.add(new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("robot")
                .endMetadata()
                .build());

        List<String> missing = check(controlPlane.adminToken(), true, objects).missing();

        assertThat(missing)
                .noneMatch(message -> message.contains("ConfigMap everything"))
                .noneMatch(message -> message.contains("ServiceAccount robot"))
                .as("the Secret of the deploy lacks the key")
                .anyMatch(message -> message.contains("Secret db"));
    }

    /**
     * The test needs only the CustomResourceDefinition of Multus, because the check only reads the
     * NetworkAttachmentDefinition.
     */
    @Test
    void findsExistingNetwork() throws Exception {
        CustomResourceDefinition definition = new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName("network-attachment-definitions.k8s.cni.cncf.io")
                .endMetadata()
                .withNewSpec()
                .withGroup("k8s.cni.cncf.io")
                .withScope("Namespaced")
                .withNewNames()
                .withKind("NetworkAttachmentDefinition")
                .withPlural("network-attachment-definitions")
                .withSingular("network-attachment-definition")
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withNewOpenAPIV3Schema()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .endOpenAPIV3Schema()
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
        CustomKinds.install(controlPlane.client(), definition);
        var definitions = controlPlane.client().resource(definition);
        try {
            assertThat(check(controlPlane.adminToken(), false).missing()).anyMatch(IS_NETWORK);
            create(new GenericKubernetesResourceBuilder()
                    .withApiVersion("k8s.cni.cncf.io/v1")
                    .withKind("NetworkAttachmentDefinition")
                    .withNewMetadata()
                    .withName("storage-net")
                    .withNamespace(namespace)
                    .endMetadata()
                    .build());
            ReferenceCheck.Result result = check(controlPlane.adminToken(), false);
            assertThat(result.missing()).isNotEmpty().noneMatch(IS_NETWORK);
            assertThat(result.unchecked()).containsExactly("Secret db");
        } finally {
            definitions.delete();
            definitions.waitUntilCondition(java.util.Objects::isNull, 1, TimeUnit.MINUTES);
        }
    }

    private List<HasMetadata> objects() throws Exception {
        return WorkloadRenderer.render(
                YamlReader.read(WORKLOAD, "test.yaml", Workload.class).get(0), namespace);
    }

    private ReferenceCheck.Result check(String token, boolean readSecrets) throws Exception {
        return check(token, readSecrets, objects());
    }

    private ReferenceCheck.Result check(String token, boolean readSecrets, List<HasMetadata> objects) throws Exception {
        ConnectionConfig config =
                new ConnectionConfig(controlPlane.server(), controlPlane.caCertificate(), new TokenCredential(token));
        try (Connection connection = new ConnectionPool(scheduler).open(config)) {
            return new ReferenceCheck(connection, namespace, readSecrets)
                    .check(objects)
                    .get(1, TimeUnit.MINUTES);
        }
    }

    private void create(HasMetadata object) {
        controlPlane.client().resource(object).create();
    }
}
