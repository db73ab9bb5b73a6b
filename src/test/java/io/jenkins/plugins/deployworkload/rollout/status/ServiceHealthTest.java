package io.jenkins.plugins.deployworkload.rollout.status;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Compares this plugin's messages about Services with the EndpointSlices that the Kubernetes controller creates. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ServiceHealthTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private RolloutResult run(io.fabric8.kubernetes.api.model.HasMetadata... objects) {
        RolloutResult result = cluster.run(objects);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        return result;
    }

    /** Waits until the port of the Service has this number of ready endpoints. */
    private void awaitReadyEndpoints(int count) {
        cluster.admin()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(cluster.namespace)
                .withLabel("kubernetes.io/service-name", "web")
                .informOnCondition(slices -> slices.stream()
                                        .filter(slice -> slice.getPorts() != null
                                                && !slice.getPorts().isEmpty())
                                        .flatMap(slice -> slice.getEndpoints().stream())
                                        .map(Endpoint::getConditions)
                                        .filter(conditions -> Boolean.TRUE.equals(conditions.getReady()))
                                        .count()
                                == count
                        && !slices.isEmpty())
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }

    @Test
    void acceptsServiceWithReadyPods() {
        RolloutResult result = run(deployment(2, podTemplate("nginx:1")), service(80));
        assertThat(result.message()).isEqualTo("Deployment web: 2 of 2 replicas updated and available");
        awaitReadyEndpoints(2);
    }

    @Test
    void reportsServiceWithoutReadyPods() {
        RolloutResult result = run(deployment(0, podTemplate("nginx:1")), service(80));
        assertThat(result.message())
                .startsWith("Service web: no endpoints, because no selected pod is ready; Deployment web: 0 replicas");
        awaitReadyEndpoints(0);
    }

    @Test
    void reportsSelectorThatMatchesNoPods() {
        Service misconfigured = edit(service(80), object -> object.getSpec().setSelector(Map.of("app", "wbe")));
        RolloutResult result = run(deployment(1, podTemplate("nginx:1")), misconfigured);
        assertThat(result.message())
                .startsWith("Service web: no endpoints, because no pod of the workload has the labels {app=wbe}; ");
        awaitReadyEndpoints(0);
    }

    private static PodTemplateSpec listening(String port) {
        return podTemplate(
                "nginx:1",
                template -> template.getSpec()
                        .getContainers()
                        .getFirst()
                        .setPorts(List.of(new io.fabric8.kubernetes.api.model.ContainerPortBuilder()
                                .withName(port)
                                .withContainerPort(8080)
                                .build())));
    }

    private static Service toPort(String name) {
        return edit(
                service(80), object -> object.getSpec().getPorts().getFirst().setTargetPort(new IntOrString(name)));
    }

    @Test
    void reportsUnknownTargetPortName() {
        RolloutResult result = run(deployment(1, listening("http")), toPort("web"));
        assertThat(result.message())
                .startsWith("Service web: port 80 has no endpoints, because no container has a port named \"web\"; ");
        awaitReadyEndpoints(0);
    }

    @Test
    void acceptsNamedTargetPort() {
        assertThat(run(deployment(1, listening("http")), toPort("http")).message())
                .doesNotContain("Service");
        awaitReadyEndpoints(1);
    }

    @Test
    void reportsServiceOfFinishedJob() {
        assertThat(run(job(podTemplate("migrate:1")), service(80)).message())
                .contains("Service web: no endpoints, because no selected pod is ready");
    }

    @Test
    void acceptsServiceWithoutSelectorOrPods() {
        Service free = edit(service(80), object -> object.getSpec().setSelector(null));
        assertThat(ServiceHealth.problem(free, List.of(deployment(0, podTemplate("nginx:1")))))
                .isEmpty();
        assertThat(ServiceHealth.problem(service(80), List.of())).isEmpty();
    }
}
