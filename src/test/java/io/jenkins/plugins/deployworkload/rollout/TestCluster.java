package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A namespace of its own in the shared control plane, and an engine that is connected to it. */
final class TestCluster implements AutoCloseable {

    static final Duration PLENTY = Duration.ofMinutes(2);

    final String namespace;
    final EventRecorder events = new EventRecorder();
    final Connections connections;
    final Connection connection;
    final RolloutEngine engine;
    private final ControlPlane plane = SharedControlPlane.get();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

    TestCluster() {
        this(SharedControlPlane.get().adminToken());
    }

    TestCluster(Graces graces) {
        this(SharedControlPlane.get().adminToken(), graces);
    }

    TestCluster(String token) {
        this(token, Graces.standard());
    }

    /** Another process that works in the same namespace. */
    TestCluster(TestCluster other) {
        namespace = other.namespace;
        connections = new Connections(scheduler);
        connection = connections.open(config(SharedControlPlane.get().adminToken()));
        engine = new RolloutEngine(scheduler);
    }

    TestCluster(String token, Graces graces) {
        namespace = "rollout-" + UUID.randomUUID();
        connections = new Connections(scheduler);
        connection = connections.open(config(token));
        engine = new RolloutEngine(scheduler, graces);
        admin().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    ConnectionConfig config(String token) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(token));
    }

    KubernetesClient admin() {
        return plane.client();
    }

    Rollout start(HasMetadata... objects) {
        return start(PLENTY, objects);
    }

    Rollout start(Duration timeout, HasMetadata... objects) {
        return engine.start(connection, new RolloutRequest(namespace, "web", List.of(objects), timeout), events);
    }

    Rollout start(RolloutOptions options, HasMetadata... objects) {
        return start(options, PLENTY, objects);
    }

    Rollout start(RolloutOptions options, Duration timeout, HasMetadata... objects) {
        return engine.start(
                connection, new RolloutRequest(namespace, "web", List.of(objects), timeout, options), events);
    }

    RolloutResult run(RolloutOptions options, HasMetadata... objects) {
        return await(start(options, objects));
    }

    static RolloutResult await(Rollout rollout) {
        return rollout.result().orTimeout(180, TimeUnit.SECONDS).join();
    }

    RolloutResult run(HasMetadata... objects) {
        return await(start(objects));
    }

    static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }

    /** What the account {@code deployer}, which otherwise may do nothing, may do in this namespace. */
    void may(PolicyRule... rules) {
        create(new RoleBuilder()
                .withNewMetadata()
                .withName("deployer")
                .endMetadata()
                .withRules(rules)
                .build());
        create(new RoleBindingBuilder()
                .withNewMetadata()
                .withName("deployer")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "deployer")
                .addNewSubject("rbac.authorization.k8s.io", "User", "deployer", null)
                .build());
    }

    void create(HasMetadata object) {
        object.getMetadata().setNamespace(namespace);
        admin().resource(object).create();
    }

    /** Rolls out what is to fail for this reason, which is to be told once, in full. */
    Finding failed(HasMetadata object, String signal) {
        RolloutResult result = run(object);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        Finding finding = result.findings().stream()
                .filter(found -> found.signal().equals(signal))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.toString()));
        assertThat(result.message()).contains(finding.what());
        assertThat(events.all(RolloutEvent.Found.class))
                .filteredOn(event -> event.finding().signal().equals(signal))
                .singleElement()
                .satisfies(event -> assertThat(event.finding().lines())
                        .hasSizeGreaterThan(2)
                        .allSatisfy(line -> assertThat(line).isNotBlank()));
        return finding;
    }

    /** Rolls out what is to be told of and ends nothing: it still waits when that was told. */
    Finding told(HasMetadata object, String signal) throws InterruptedException {
        Rollout rollout = start(object);
        Finding finding = found(signal);
        rollout.stop("seen");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.ABORTED);
        assertThat(result.findings()).contains(finding);
        return finding;
    }

    /** Waits for a reason to be told. */
    Finding found(String signal) throws InterruptedException {
        return events.await(
                        RolloutEvent.Found.class,
                        event -> event.finding().signal().equals(signal))
                .finding();
    }

    Deployment live() {
        return admin().apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .get();
    }

    static Deployment deployment(int replicas, String image) {
        return deployment(image).editSpec().withReplicas(replicas).endSpec().build();
    }

    static DeploymentBuilder deployment(String image) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .addToLabels(Rollout.NAME_LABEL, "web")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(Rollout.NAME_LABEL, "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(Rollout.NAME_LABEL, "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(Map.of("key", "value"))
                .build();
    }

    @Override
    public void close() {
        connection.close();
        scheduler.shutdownNow();
        admin().namespaces().withName(namespace).delete();
    }
}
