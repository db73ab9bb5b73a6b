package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits the number of requests of an application with 200 objects, as manifests define it. */
@Tag("control-plane")
@Timeout(300)
class ManifestBudgetTest {

    /** The requests for the revision history, and for a conflict with a controller. */
    private static final int HISTORY = 4;

    private static final int RETRY_COST = 3;

    private static final Map<String, Integer> COUNTS =
            Map.of("configmaps", 80, "secrets", 40, "services", 40, "serviceaccounts", 30, "deployments", 10);

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final TestCluster cluster = new TestCluster();
    private ProxiedConnection proxied;

    @BeforeEach
    void connect() throws Exception {
        proxied = new ProxiedConnection(cluster);
    }

    @AfterEach
    void close() {
        proxied.close();
        cluster.close();
    }

    private static List<HasMetadata> manifests(int version) {
        List<HasMetadata> objects = new ArrayList<>();
        add(objects, "configmaps", i -> """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: config-%d}, data: {version: '%d'}}
            """.formatted(i, version));
        add(objects, "secrets", i -> """
            {apiVersion: v1, kind: Secret, metadata: {name: secret-%d}, data: {version: '%s'}}
            """.formatted(i, version == 1 ? "MQ==" : "Mg=="));
        add(objects, "services", i -> """
            {apiVersion: v1, kind: Service, metadata: {name: service-%d},
             spec: {selector: {app: app-%d}, ports: [{port: %d}]}}
            """.formatted(i, i, 80 + version));
        add(objects, "serviceaccounts", i -> """
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: account-%d, labels: {version: '%d'}}}
            """.formatted(i, version));
        add(objects, "deployments", i -> """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: app-%1$d},
             spec: {selector: {matchLabels: {app: app-%1$d}}, template: {metadata: {labels: {app: app-%1$d}},
              spec: {containers: [{name: app, image: 'nginx:%2$d'}]}}}}
            """.formatted(i, version));
        return objects;
    }

    private static void add(List<HasMetadata> objects, String resource, IntFunction<String> manifest) {
        IntStream.range(0, COUNTS.get(resource))
                .mapToObj(i -> SERIALIZATION.<HasMetadata>unmarshal("---\n" + manifest.apply(i)))
                .forEach(objects::add);
    }

    private List<RecordingProxy.Request> deploy(List<HasMetadata> objects, Operation expected) {
        proxied.proxy.takeRequests();
        RolloutResult result =
                TestCluster.await(proxied.start(RolloutOptions.defaults(), objects.toArray(HasMetadata[]::new)));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects())
                .hasSize(200)
                .extracting(AppliedObject::operation)
                .containsOnly(expected);
        int conflicts = proxied.proxy.conflicts();
        List<RecordingProxy.Request> sent = proxied.proxy.takeRequests();
        int watches =
                (int) sent.stream().filter(RecordingProxy.Request::isWatch).count();
        assertThat(sent).hasSizeLessThanOrEqualTo(2 * objects.size() + 2 * watches + HISTORY + RETRY_COST * conflicts);
        return sent;
    }

    @Test
    void deploySendsAtMostTwoRequestsPerObject() {
        deploy(manifests(1), Operation.CREATED);
        deploy(manifests(2), Operation.UPDATED);
    }

    @Test
    void unchangedDeploySendsOneListPerKind() {
        deploy(manifests(1), Operation.CREATED);

        List<RecordingProxy.Request> sent = deploy(manifests(1), Operation.UNCHANGED);

        assertThat(sent).filteredOn(RecordingProxy.Request::isWrite).isEmpty();
        Map<String, Long> lists = sent.stream()
                .filter(request -> !request.isWatch()
                        && request.path().endsWith("/" + request.resource())
                        && request.query() != null
                        && request.query().contains("labelSelector"))
                .collect(Collectors.groupingBy(RecordingProxy.Request::resource, Collectors.counting()));
        assertThat(lists.keySet()).isEqualTo(COUNTS.keySet());
        // The watch of the Deployments begins with a list too.
        lists.forEach((resource, count) ->
                assertThat(count).as(resource).isLessThanOrEqualTo(resource.equals("deployments") ? 2 : 1));
        assertThat(sent).hasSizeLessThanOrEqualTo(COUNTS.size() + 2 + HISTORY);
    }
}
