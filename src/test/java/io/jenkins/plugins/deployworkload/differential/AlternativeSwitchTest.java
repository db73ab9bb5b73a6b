package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A section such as a probe or a volume can change from one alternative to another. The live object still has fields of
 * the first alternative that the API server has set to defaults; an apply must replace these fields.
 */
@Tag("control-plane")
class AlternativeSwitchTest {

    private static ApiServerDryRun server;

    @BeforeAll
    static void connect() {
        server = new ApiServerDryRun();
    }

    @AfterAll
    static void disconnect() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{controller: {deployment: {strategy: {rollingUpdate: {maxSurge: 2}}}}} | {controller: {deployment: {strategy: {recreate: {}}}}}",
                "{controller: {deployment: {strategy: {recreate: {}}}}} | {controller: {deployment: {strategy: {rollingUpdate: {maxSurge: 2}}}}}",
                "{containers: [{livenessProbe: {httpGet: {path: /, port: 80}}}]} | {containers: [{livenessProbe: {exec: {command: [a]}}}]}",
                "{containers: [{livenessProbe: {httpGet: {port: 80}}}]} | {containers: [{livenessProbe: {tcpSocket: {port: 80}}}]}",
                "{containers: [{livenessProbe: {grpc: {port: 80}}}]} | {containers: [{livenessProbe: {tcpSocket: {port: 80}}}]}",
                "{containers: [{livenessProbe: {httpGet: {port: 80}}}]} | {}",
                "{containers: [{lifecycle: {preStop: {httpGet: {port: 80}}}}]} | {containers: [{lifecycle: {preStop: {sleep: {seconds: 1}}}}]}",
                "{containers: [{lifecycle: {preStop: {httpGet: {port: 80}}}}]} | {}",
                "{containers: [{env: [{name: A, value: x}]}]} | {containers: [{env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]}",
                "{containers: [{env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]} | {containers: [{env: [{name: A, value: x}]}]}",
                "{containers: [{env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]} | {containers: [{env: [{name: A, valueFrom: {secretKeyRef: {name: a, key: a}}}]}]}",
                "{containers: [{env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]}]} | {containers: [{env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: a}}}]}]}",
                "{volumes: [{name: v, emptyDir: {}}]} | {volumes: [{name: v, configMap: {name: a}}]}",
                "{volumes: [{name: v, emptyDir: {}}]} | {volumes: [{name: v, projected: {sources: [{configMap: {name: a}}, {serviceAccountToken: {path: t}}]}}]}",
                "{volumes: [{name: v, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}}]} | {volumes: [{name: v, downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: app, resource: limits.cpu}}]}}]}",
                "{volumes: [{name: v, ephemeral: {volumeClaimTemplate: {accessMode: ReadWriteOnce, storage: 1Gi}}}]} | {volumes: [{name: v, nfs: {server: s, path: /a}}]}",
                "{volumes: [{name: v, csi: {driver: a.example.com}}]} | {volumes: [{name: v, image: {reference: a}}]}",
                "{volumes: [{name: v, configMap: {name: a}}]} | {volumes: [{name: v, emptyDir: {}}]}",
                "{volumes: [{name: v, secret: {secretName: a}}]} | {volumes: [{name: v, configMap: {name: a}}]}",
                "{volumes: [{name: v, hostPath: {path: /a}}]} | {volumes: [{name: v, persistentVolumeClaim: {claimName: a}}]}",
                "{services: [{sessionAffinity: {}, ports: [{port: 80}]}]} | {services: [{ports: [{port: 80}]}]}",
                "{services: [{sessionAffinity: {timeoutSeconds: 60}, ports: [{port: 80}]}]} | {services: [{ports: [{port: 80}]}]}",
                "{services: [{ports: [{port: 80}]}]} | {services: [{type: NodePort, externalTrafficPolicy: Local, ports: [{port: 80}]}]}",
                "{services: [{type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: [192.0.2.0/24], ports: [{port: 80}]}]} | {services: [{type: ClusterIP, ports: [{port: 80}]}]}",
                "{services: [{type: ExternalName, externalName: a.example.com}]} | {services: [{type: ClusterIP, ports: [{port: 80}]}]}",
                "{podDisruptionBudget: {minAvailable: 1}} | {podDisruptionBudget: {maxUnavailable: 25%}}",
                "{controller: {deployment: {autoscaling: {maxReplicas: 2, metrics: [{pods: {metric: {name: m}, target: {averageValue: 5}}}]}}}} | {controller: {deployment: {autoscaling: {maxReplicas: 2, metrics: [{external: {metric: {name: m}, target: {value: 5}}}]}}}}",
                "{containers: [{resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]} | {containers: [{resources: {requests: {cpu: 3}}}]}",
                "{containers: [{resources: {limits: {cpu: 2, memory: 1Gi}}}]} | {}",
                "{securityContext: {fsGroup: 5}} | {}",
                "{initContainers: [{name: i, image: x, restartPolicy: Always, livenessProbe: {tcpSocket: {port: 80}}}]} | {initContainers: [{name: i, image: x}]}",
                "{containers: [{ports: [{containerPort: 80, protocol: TCP}]}]} | {containers: [{ports: [{containerPort: 80, protocol: UDP}]}]}",
                "{containers: [{securityContext: {privileged: false, seccompProfile: {type: Localhost, localhostProfile: a}}}]} | {containers: [{securityContext: {seccompProfile: {type: RuntimeDefault}}}]}",
            })
    void replacesOneAlternativeWithAnother(String before, String after) {
        String name = "w" + Integer.toHexString((before + after).hashCode());
        for (String overlay : List.of(before, after, before)) {
            assertThatCode(() -> objects(name, overlay).forEach(server::applyForReal))
                    .as(overlay)
                    .doesNotThrowAnyException();
        }
    }

    /**
     * Of all changes between alternatives, only the change from the default strategy to Recreate fails. For a rolling
     * update, the API server sets default values for maxSurge and maxUnavailable. No field manager owns the default
     * values, so an apply of Recreate does not remove them, and the API server refuses Recreate together with the
     * default values. An apply of null does not remove the default values either. If an earlier apply contained
     * maxSurge and maxUnavailable, this plugin owns the two fields, and an apply of Recreate removes them.
     */
    @Test
    void replacesDefaultedStrategyOnlyAfterItWasAppliedExplicitly() throws Exception {
        String recreate = "{controller: {deployment: {strategy: {recreate: {}}}}}";
        apply("{}");
        assertThatThrownBy(() -> apply(recreate)).hasMessageContaining("may not be specified");

        apply("{controller: {deployment: {strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}}}}");
        assertThatCode(() -> apply(recreate)).doesNotThrowAnyException();
        assertThatCode(() -> apply("{}")).doesNotThrowAnyException();
    }

    private static void apply(String overlay) throws Exception {
        objects("defaulted", overlay).forEach(server::applyForReal);
    }

    private static List<HasMetadata> objects(String name, String overlay) throws Exception {
        ObjectNode tree =
                RuleTable.tree("{name: web, controller: {deployment: {}}, containers: [{name: app, image: nginx}]}");
        tree.put("name", name);
        RuleTable.applyOverlay(tree, RuleTable.tree(overlay));
        return WorkloadRenderer.render(Binder.bind(tree, Workload.class), server.namespace());
    }
}
