package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A new namespace in the shared control plane, with an engine and a connection for its deploys. */
public final class TestCluster implements AutoCloseable {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    /** The key of all simulated processes, which therefore trust each other's revisions. */
    public static final RevisionKey KEY =
            () -> "the revision key of all test clusters".getBytes(StandardCharsets.UTF_8);

    /**
     * A timeout that is too long to expire during a test. A test can call {@link #expireTimeouts} to simulate its end.
     */
    public static final Duration UNTIL_EXPIRED = Duration.ofHours(1);

    /** A duration longer than all grace periods and retry delays; only the timers of timeouts are longer. */
    private static final Duration LONGEST_TIMER = UNTIL_EXPIRED.dividedBy(2);

    private static final String READY = "deploy-workload.test/ready";

    public final String namespace;
    public final EventRecorder events = new EventRecorder();
    public final ConnectionPool connections;
    public final Connection connection;
    public final RolloutEngine engine;
    private final ControlPlane controlPlane = SharedControlPlane.get();
    /** Whether this object has created the namespace. Only its creator cleans it up, because the test may go on. */
    private final boolean isCreator;

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final List<SharedIndexInformer<Pod>> informers = new ArrayList<>();

    public TestCluster() {
        this(SharedControlPlane.get().adminToken());
    }

    public TestCluster(GracePeriods gracePeriods) {
        this(SharedControlPlane.get().adminToken(), gracePeriods);
    }

    public TestCluster(String token) {
        this(token, GracePeriods.standard());
    }

    /** Simulates another Jenkins process that deploys to the same namespace. */
    public TestCluster(TestCluster other) {
        namespace = other.namespace;
        isCreator = false;
        connections = new ConnectionPool(scheduler);
        connection = connections.open(config(SharedControlPlane.get().adminToken()));
        engine = new RolloutEngine(scheduler, KEY);
    }

    public TestCluster(String token, GracePeriods gracePeriods) {
        namespace = "rollout-" + UUID.randomUUID();
        isCreator = true;
        connections = new ConnectionPool(scheduler);
        connection = connections.open(config(token));
        engine = new RolloutEngine(scheduler, KEY, gracePeriods);
        admin().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                        .endMetadata()
                        .build())
                .create();
        // Pods cannot be created before the ServiceAccount controller has created the default ServiceAccount of the
        // namespace.
        admin().serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(java.util.Objects::nonNull, 2, TimeUnit.MINUTES);
    }

    public ConnectionConfig config(String token) {
        return new ConnectionConfig(controlPlane.server(), controlPlane.caCertificate(), new TokenCredential(token));
    }

    public KubernetesClient admin() {
        return controlPlane.client();
    }

    public Rollout start(HasMetadata... objects) {
        return start(DEFAULT_TIMEOUT, objects);
    }

    public Rollout start(Duration timeout, HasMetadata... objects) {
        return engine.start(connection, new RolloutRequest(namespace, "web", List.of(objects), timeout), events);
    }

    public Rollout start(RolloutOptions options, HasMetadata... objects) {
        return start(options, DEFAULT_TIMEOUT, objects);
    }

    public Rollout start(RolloutOptions options, Duration timeout, HasMetadata... objects) {
        return engine.start(
                connection, new RolloutRequest(namespace, "web", List.of(objects), timeout, options), events);
    }

    public RolloutResult run(RolloutOptions options, HasMetadata... objects) {
        return await(start(options, objects));
    }

    public static RolloutResult await(Rollout rollout) {
        return rollout.result().orTimeout(180, TimeUnit.SECONDS).join();
    }

    public RolloutResult run(HasMetadata... objects) {
        return await(start(objects));
    }

    public static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }

    /**
     * Grants these rules to the account {@code deployer}, which has no other permission. A test can call this method
     * only once.
     */
    public void grant(PolicyRule... rules) {
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
        propagation().awaitAllowed("deployer", rules[0]);
    }

    public PropagationWaiter propagation() {
        return new PropagationWaiter(admin(), namespace);
    }

    /** Simulates the timeout of all rollouts with {@link #UNTIL_EXPIRED}, by running their timers now. */
    public void expireTimeouts() {
        for (Runnable timer : scheduler.getQueue()) {
            if (((Delayed) timer).getDelay(TimeUnit.SECONDS) > LONGEST_TIMER.toSeconds() && scheduler.remove(timer)) {
                timer.run();
            }
        }
    }

    /**
     * Simulates that 30 seconds have passed since the rollout has reported an event or has looked for one. Waits until
     * the rollout has started its timer.
     */
    public void passReportInterval() {
        Optional<Runnable> timer = reportTimer();
        while (timer.isEmpty()) {
            Thread.onSpinWait();
            timer = reportTimer();
        }
        scheduler.remove(timer.get());
        timer.get().run();
    }

    /** The only timer of about 30 seconds, if no grace period and no watch has one. */
    private Optional<Runnable> reportTimer() {
        return scheduler.getQueue().stream()
                .filter(timer -> {
                    long seconds = ((Delayed) timer).getDelay(TimeUnit.SECONDS);
                    return seconds > 15 && seconds <= 30;
                })
                .findFirst();
    }

    /** Calls {@link #expireTimeouts} after a delay. */
    public void expireTimeouts(Duration later) {
        scheduler.schedule(() -> expireTimeouts(), later.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Scales the Deployment as an autoscaler does. The request has no resourceVersion, because the Deployment
     * controller can write at the same time and cause a conflict.
     */
    public void scale(int replicas) {
        admin().apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .subresource("scale")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":" + replicas + "}}");
    }

    /**
     * Removes the annotation that keeps pods unready, so that all present and future pods become ready.
     *
     * @return an informer; after the informer is closed, new pods with the annotation stay unready. The method {@link
     *     #close} closes the informer if the test has not closed it
     */
    public SharedIndexInformer<Pod> makePodsReady() {
        SharedIndexInformer<Pod> informer = admin().pods()
                .inNamespace(namespace)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Pod pod) {
                        if ("never".equals(pod.getMetadata().getAnnotations().get(READY))) {
                            annotate(pod, "{\"" + READY + "\":null,\"" + READY + "-after\":\"0s\"}");
                        }
                    }

                    @Override
                    public void onUpdate(Pod old, Pod pod) {
                        onAdd(pod);
                    }

                    @Override
                    public void onDelete(Pod pod, boolean stateUnknown) {}
                });
        informers.add(informer);
        return informer;
    }

    /**
     * Waits until the workload's only pod runs, and then ends the pod, as its node or a user could do. Kwok does not
     * change the status of the pod afterwards.
     */
    public Pod terminatePod(PodStatus status) {
        Pod pod = awaitPod(found -> "Running".equals(found.getStatus().getPhase()));
        pod.setStatus(status);
        // Without a resourceVersion, the patch does not conflict with other writes.
        pod.getMetadata().setResourceVersion(null);
        admin().resource(pod).patchStatus();
        return pod;
    }

    public Pod awaitPod(Predicate<Pod> condition) {
        return admin()
                .pods()
                .inNamespace(namespace)
                .informOnCondition(pods -> pods.stream().anyMatch(condition))
                .orTimeout(2, TimeUnit.MINUTES)
                .join()
                .stream()
                .filter(condition)
                .findFirst()
                .orElseThrow();
    }

    /** @param annotations a JSON merge patch */
    public void annotate(Pod pod, String annotations) {
        admin().pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"annotations\":" + annotations + "}}");
    }

    public void create(HasMetadata object) {
        object.getMetadata().setNamespace(namespace);
        admin().resource(object).create();
    }

    /**
     * Deploys an object. The rollout must fail with this finding, and must report the finding once, with all its parts.
     */
    public Finding deployExpectingFailure(HasMetadata object, String signal) {
        RolloutResult result = run(object);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        Finding finding = result.findings().stream()
                .filter(found -> found.signal().equals(signal))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.toString()));
        assertThat(result.message()).contains(finding.summary());
        assertThat(events.all(RolloutEvent.Found.class))
                .filteredOn(event -> event.finding().signal().equals(signal))
                .singleElement()
                .satisfies(event -> assertThat(event.finding().lines())
                        .hasSizeGreaterThan(2)
                        .allSatisfy(line -> assertThat(line).isNotBlank()));
        return finding;
    }

    /** Deploys an object, and waits for this finding, which must not fail the rollout. Then aborts the rollout. */
    public Finding deployExpectingFinding(HasMetadata object, String signal) throws InterruptedException {
        Rollout rollout = start(object);
        Finding finding = awaitFinding(signal);
        rollout.stop("seen");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.ABORTED);
        assertThat(result.findings()).contains(finding);
        return finding;
    }

    /** Waits until this finding is reported. */
    public Finding awaitFinding(String signal) throws InterruptedException {
        return events.await(
                        RolloutEvent.Found.class,
                        event -> event.finding().signal().equals(signal))
                .finding();
    }

    /**
     * Waits until all pods have these images, in the order of the pods' names. Kwok sometimes deletes a pod too many,
     * and the controller then creates the pod again.
     */
    void awaitImages(String... images) {
        admin().pods()
                .inNamespace(namespace)
                .informOnCondition(pods -> images(pods).equals(List.of(images)))
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }

    private static List<String> images(List<Pod> pods) {
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
                .toList();
    }

    public Deployment liveDeployment() {
        return admin().apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .get();
    }

    /** The image of the first container of the Deployment. */
    public String liveImage() {
        return liveDeployment()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    public Service liveService() {
        return admin().services().inNamespace(namespace).withName("web").get();
    }

    public static Deployment deployment(int replicas, String image) {
        return deployment(image).editSpec().withReplicas(replicas).endSpec().build();
    }

    static DeploymentBuilder deployment(String image) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .addToLabels(RolloutRequest.NAME_LABEL, "web")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(RolloutRequest.NAME_LABEL, "web")
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

    public static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(Map.of("key", "value"))
                .build();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
        connection.close();
        scheduler.shutdownNow();
        if (isCreator && SharedControlPlane.isOfThisProcess()) {
            deleteWorkloads();
        } else if (isCreator) {
            admin().namespaces().withName(namespace).delete();
        }
    }

    /**
     * Deletes the objects that controllers go on working for. The namespace stays until the control plane ends with this
     * process: its deletion takes more than a hundred requests, and a test that waits for the deletion of a namespace
     * would wait for the deletion of those of all tests.
     */
    private void deleteWorkloads() {
        admin().autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace)
                .delete();
        admin().apps().deployments().inNamespace(namespace).delete();
        admin().apps().statefulSets().inNamespace(namespace).delete();
        admin().apps().daemonSets().inNamespace(namespace).delete();
        admin().batch().v1().cronjobs().inNamespace(namespace).delete();
        admin().batch().v1().jobs().inNamespace(namespace).delete();
        admin().services().inNamespace(namespace).delete();
        admin().pods().inNamespace(namespace).delete();
        admin().persistentVolumeClaims().inNamespace(namespace).delete();
    }
}
