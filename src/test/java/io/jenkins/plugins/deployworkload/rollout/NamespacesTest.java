package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.preflight.NamespaceCheck;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import io.jenkins.plugins.deployworkload.rollout.removal.RemovalRequest;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Applications whose objects are in several namespaces, or without a namespace. */
@Tag("control-plane")
@Timeout(300)
class NamespacesTest {

    /** The grace periods are a thousandth. */
    private static final RolloutOptions OPTIONS =
            RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK).withPrune(true);

    /** The Deployments of two namespaces and all ConfigMaps have the same names. */
    private static final String APPLICATION = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: HOME, namespace: SECOND}
            rules: [{apiGroups: [''], resources: [nodes], verbs: [list]}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {version: 'VERSION'}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: SECOND}
            data: {key: value}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: HOME}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: 'nginx:VERSION'}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: SECOND}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata:
                  labels: {app: web}
                  annotations: {deploy-workload.test/PLAY: image}
                spec:
                  containers:
                    - {name: app, image: 'nginx:VERSION', envFrom: [{configMapRef: {name: settings}}]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader, namespace: THIRD}
            rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reader, namespace: THIRD}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
            subjects: [{kind: ServiceAccount, name: default, namespace: HOME}]
            """;

    private static final String EXTRA = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: THIRD}
            data: {key: value}
            """;

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));
    private final String second = cluster.namespace + "-2";
    private final String third = cluster.namespace + "-3";

    @AfterEach
    void close() {
        cluster.admin().namespaces().withName(second).delete();
        cluster.admin().namespaces().withName(third).delete();
        cluster.admin().rbac().clusterRoles().withName(cluster.namespace).delete();
        cluster.close();
    }

    private void createNamespaces() {
        for (String name : List.of(second, third)) {
            cluster.admin()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
            cluster.admin()
                    .serviceAccounts()
                    .inNamespace(name)
                    .withName("default")
                    .waitUntilCondition(Objects::nonNull, 2, TimeUnit.MINUTES);
        }
    }

    private List<HasMetadata> manifests(String text, int version, String play) throws Exception {
        String yaml = text.replace("HOME", cluster.namespace)
                .replace("SECOND", second)
                .replace("THIRD", third)
                .replace("VERSION", String.valueOf(version))
                .replace("PLAY", play);
        return ManifestRenderer.render(
                ManifestReader.read(List.of(new YamlFile("all.yaml", yaml)), Variables.LITERAL),
                List.of(),
                PatchFiles.NONE,
                cluster.namespace);
    }

    private RolloutRequest request(List<HasMetadata> objects, RolloutOptions options, RolloutPolicy policy) {
        return new RolloutRequest(
                cluster.namespace, "bundle", objects, TestCluster.DEFAULT_TIMEOUT, options, policy, Deployer.NOBODY);
    }

    private RolloutResult deploy(List<HasMetadata> objects, RolloutOptions options, RolloutPolicy policy) {
        return TestCluster.await(
                cluster.engine.start(cluster.connection, request(objects, options, policy), cluster.events));
    }

    private RolloutResult deploy(List<HasMetadata> objects) {
        return deploy(objects, OPTIONS, RolloutPolicy.UNRESTRICTED);
    }

    private RolloutResult remove(PruneKind... kinds) {
        RemovalRequest request = new RemovalRequest(
                cluster.namespace,
                "bundle",
                Set.of(kinds),
                false,
                TestCluster.DEFAULT_TIMEOUT,
                RolloutPolicy.UNRESTRICTED,
                Deployer.NOBODY);
        return cluster.engine
                .remove(cluster.connection, request, cluster.events)
                .result()
                .orTimeout(180, TimeUnit.SECONDS)
                .join();
    }

    private static void assertHealthy(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private boolean hasSettings(String namespace) {
        return cluster.admin()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName("settings")
                        .get()
                != null;
    }

    private String image(String namespace) {
        return cluster.admin()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private static Map<String, Operation> operations(RolloutResult result) {
        return result.objects().stream()
                .collect(Collectors.toMap(object -> object.ref().label(), AppliedObject::operation));
    }

    @Test
    void applicationOfThreeNamespacesIsDeployedChangedBrokenRolledBackPrunedAndRemoved() throws Exception {
        createNamespaces();

        RolloutResult first = deploy(manifests(APPLICATION + EXTRA, 1, "plays"));

        assertHealthy(first);
        assertThat(operations(first).keySet())
                .containsExactlyInAnyOrder(
                        "ClusterRole " + cluster.namespace,
                        "ConfigMap settings",
                        "ConfigMap " + second + "/settings",
                        "ConfigMap " + third + "/settings",
                        "Deployment web",
                        "Deployment " + second + "/web",
                        "Role " + third + "/reader",
                        "RoleBinding " + third + "/reader");
        assertThat(first.message()).contains("Deployment " + second + "/web: ");
        RolloutResult changed = deploy(manifests(APPLICATION + EXTRA, 2, "plays"));

        assertHealthy(changed);
        assertThat(operations(changed))
                .containsEntry("ConfigMap settings", Operation.UPDATED)
                .containsEntry("Deployment " + second + "/web", Operation.UPDATED)
                .containsEntry("ConfigMap " + second + "/settings", Operation.UNCHANGED)
                .containsEntry("Role " + third + "/reader", Operation.UNCHANGED)
                .containsEntry("ClusterRole " + cluster.namespace, Operation.UNCHANGED);

        RolloutResult broken = deploy(manifests(APPLICATION + EXTRA, 3, "failure"));

        assertThat(broken.outcome()).as(broken.message()).isEqualTo(Outcome.FAILED);
        assertThat(broken.message()).contains("Deployment " + second + "/web: ");
        assertThat(broken.findings()).as(broken.message()).singleElement().satisfies(finding -> {
            assertThat(finding.signal()).isEqualTo("ImagePull");
            assertThat(finding.location().label()).startsWith("Pod " + second + "/web-");
        });
        assertThat(cluster.events.all(RolloutEvent.TreeChanged.class))
                .flatExtracting(event -> event.tree().nodes())
                .extracting(ResourceTree.Node::namespace)
                .contains(second)
                .isSubsetOf(null, second);
        assertThat(broken.recovery()).as(broken.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
        assertThat(List.of(image(cluster.namespace), image(second))).containsOnly("nginx:2");

        assertHealthy(deploy(manifests(APPLICATION, 2, "plays")));

        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().label())
                .containsExactly("ConfigMap " + third + "/settings");
        assertThat(hasSettings(third)).isFalse();
        assertThat(hasSettings(second)).isTrue();
        assertThat(hasSettings(cluster.namespace)).isTrue();

        RolloutResult removed = remove();

        assertHealthy(removed);
        assertThat(removed.message()).isEqualTo("Removed, with its record. Deleted objects: 7.");
        assertThat(hasSettings(second)).isFalse();
        assertThat(cluster.admin()
                        .apps()
                        .deployments()
                        .inNamespace(second)
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(cluster.admin().pods().inNamespace(second).list().getItems()).isEmpty();
        assertThat(cluster.admin().rbac().roles().inNamespace(third).list().getItems())
                .isEmpty();
    }

    @Test
    void namespacesOfTheBundleAreAppliedFirst() throws Exception {
        List<HasMetadata> objects = manifests("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, namespace: SECOND}
                data: {key: value}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: SECOND}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: SECOND}
                spec:
                  selector: {matchLabels: {app: web}}
                  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}
                """, 1, "plays");

        assertThat(NamespaceCheck.missing(cluster.connection, request(objects, OPTIONS, RolloutPolicy.UNRESTRICTED)))
                .isEmpty();
        assertHealthy(deploy(objects, OPTIONS.withDryRun(true), RolloutPolicy.UNRESTRICTED));
        assertThat(cluster.admin().namespaces().withName(second).get()).isNull();

        assertHealthy(deploy(objects));

        assertThat(cluster.events
                        .all(RolloutEvent.Applied.class)
                        .getFirst()
                        .object()
                        .ref()
                        .label())
                .isEqualTo("Namespace " + second);

        // The namespace has an object of the deploy, so it stays although its kind is named.
        assertHealthy(deploy(
                objects.stream()
                        .filter(object -> !(object instanceof Namespace) && !isNamespace(object))
                        .toList(),
                OPTIONS.withPruneKinds(List.of(PruneKind.Namespace)),
                RolloutPolicy.UNRESTRICTED));
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();

        assertHealthy(deploy(objects));
        assertHealthy(remove(PruneKind.Namespace));
        assertThat(cluster.admin().namespaces().withName(second).get()).isNull();
    }

    private static boolean isNamespace(HasMetadata object) {
        return object.getKind().equals("Namespace");
    }

    @Test
    void missingNamespacesAreNamedWithTheirObjects() throws Exception {
        List<HasMetadata> objects = manifests(APPLICATION, 1, "plays");
        RolloutRequest request = request(objects, OPTIONS, RolloutPolicy.UNRESTRICTED);

        // The ClusterRole names a namespace, which the API server ignores.
        assertThat(NamespaceCheck.missing(cluster.connection, request))
                .containsOnlyKeys(2, 4, 5, 6)
                .containsEntry(
                        2,
                        "ConfigMap %1$s/settings: the namespace %1$s does not exist. Create the namespace, or add a manifest with it."
                                .formatted(second));

        RolloutResult refused = deploy(objects);
        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).contains("The namespace " + second + " does not exist in this cluster.");
        assertThat(cluster.events.all(RolloutEvent.Applied.class)).isEmpty();
    }

    @Test
    void referencesAreResolvedInTheNamespaceOfTheObject() throws Exception {
        createNamespaces();
        List<HasMetadata> objects = new ArrayList<>(manifests(APPLICATION, 1, "plays"));
        // The ConfigMap of the same name in the home namespace is another one.
        objects.removeIf(object -> object.getKind().equals("ConfigMap")
                && second.equals(object.getMetadata().getNamespace()));

        assertThat(ReferenceCheck.of(
                                cluster.connection,
                                List.of(request(objects, OPTIONS, RolloutPolicy.UNRESTRICTED)),
                                true)
                        .missing())
                .containsExactly(
                        "containers.app.envFrom: ConfigMap settings does not exist in namespace " + second + ".");
    }

    @Test
    void refusedNamespaceLeavesTheClusterUnchanged() throws Exception {
        createNamespaces();
        RolloutPolicy policy = (options, objects) -> objects.stream()
                .map(object -> object.getMetadata().getNamespace())
                .filter(third::equals)
                .map(namespace -> namespace + " is not allowed.")
                .distinct()
                .toList();

        RolloutResult refused = deploy(manifests(APPLICATION, 1, "plays"), OPTIONS, policy);

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).isEqualTo(third + " is not allowed.");
        assertThat(cluster.events.all(RolloutEvent.Applied.class)).isEmpty();
        assertThat(hasSettings(cluster.namespace)).isFalse();
        assertThat(hasSettings(second)).isFalse();
    }

    @Test
    void policyProtectsOtherNamespacesFromDeletions() throws Exception {
        createNamespaces();
        assertHealthy(deploy(manifests(APPLICATION + EXTRA, 1, "plays")));
        RolloutPolicy policy = new RolloutPolicy() {
            @Override
            public List<String> refusals(RolloutOptions options, List<HasMetadata> objects) {
                return List.of();
            }

            @Override
            public Optional<String> namespaceRefusal(String namespace) {
                return Optional.of("not allowed in " + namespace);
            }
        };

        assertHealthy(deploy(manifests(APPLICATION, 1, "plays"), OPTIONS, policy));

        assertThat(hasSettings(third)).isTrue();
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .anyMatch(message -> message.contains("ConfigMap " + third + "/settings (not allowed in " + third));
    }

    @Test
    void requestsGrowWithTheNumberOfNamespacesAndNotOfObjects() throws Exception {
        createNamespaces();
        List<HasMetadata> objects = manifests(
                IntStream.range(0, 20)
                        .boxed()
                        .flatMap(i -> List.of(cluster.namespace, second, third).stream()
                                .map(namespace -> """
                                        apiVersion: v1
                                        kind: ConfigMap
                                        metadata: {name: settings-%d, namespace: %s}
                                        """.formatted(i, namespace)))
                        .collect(Collectors.joining("---\n")),
                1,
                "plays");
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            HasMetadata[] all = objects.toArray(HasMetadata[]::new);
            assertHealthy(TestCluster.await(proxied.start(RolloutOptions.defaults(), all)));
            proxied.proxy.takeRequests();

            RolloutResult unchanged = TestCluster.await(proxied.start(RolloutOptions.defaults(), all));

            assertHealthy(unchanged);
            assertThat(unchanged.objects())
                    .hasSize(60)
                    .extracting(AppliedObject::operation)
                    .containsOnly(Operation.UNCHANGED);
            List<RecordingProxy.Request> sent = proxied.proxy.takeRequests();
            assertThat(sent)
                    .filteredOn(request -> request.path().endsWith("/configmaps")
                            && request.method().equals("GET"))
                    .hasSize(3);
            // One list for each namespace, and the requests for the revision history.
            assertThat(sent).hasSizeLessThanOrEqualTo(3 + 4);
        }
    }
}
