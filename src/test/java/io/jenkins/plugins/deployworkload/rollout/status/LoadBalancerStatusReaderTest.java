package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadBalancerStatusReaderTest {

    private static Service service(String type, String status) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {type: %s}
                status: %s
                """.formatted(type, status), Service.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                      | IN_PROGRESS | waiting for the address of the load balancer",
                "{loadBalancer: {}}                                                      | IN_PROGRESS | waiting for the address of the load balancer",
                "{loadBalancer: {ingress: [{ip: 10.0.0.1}]}}                             | HEALTHY     | load balancer at 10.0.0.1",
                "{loadBalancer: {ingress: [{hostname: lb.example.com}, {ip: 10.0.0.1}]}} | HEALTHY     | 'load balancer at lb.example.com, 10.0.0.1'",
            })
    void readsStatus(String status, State state, String message) {
        assertThat(new LoadBalancerStatusReader()
                        .readStatus(service("LoadBalancer", status), new ExpectedState(0, null)))
                .isEqualTo(new StatusResult(state, message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ClusterIP", "NodePort", "ExternalName"})
    void doesNotWaitForOtherTypes(String type) {
        assertThat(StatusReaders.of(service(type, "{}"), Optional.empty(), RolloutOptions.defaults()))
                .isNull();
    }

    @Test
    void waitsForLoadBalancer() {
        assertThat(StatusReaders.of(service("LoadBalancer", "{}"), Optional.empty(), RolloutOptions.defaults()))
                .isNotNull();
    }
}
