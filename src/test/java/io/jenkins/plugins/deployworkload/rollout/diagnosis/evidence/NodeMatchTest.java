package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which nodes the DaemonSet controller counts. The node is named n1, and has the labels zone=a and cpus=8. */
class NodeMatchTest {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{} | - | true",
                "nodeName: n1 | - | true",
                "nodeName: n2 | - | false",
                "nodeSelector: {zone: a} | - | true",
                "nodeSelector: {zone: b} | - | false",
                "matchExpressions: [{key: zone, operator: In, values: [a, b]}] | - | true",
                "matchExpressions: [{key: zone, operator: NotIn, values: [a]}] | - | false",
                "matchExpressions: [{key: gpu, operator: NotIn, values: [a]}] | - | true",
                "matchExpressions: [{key: gpu, operator: Exists}] | - | false",
                "matchExpressions: [{key: gpu, operator: DoesNotExist}] | - | true",
                "matchExpressions: [{key: cpus, operator: Gt, values: ['4']}] | - | true",
                "matchExpressions: [{key: cpus, operator: Lt, values: ['4']}] | - | false",
                "matchExpressions: [{key: zone, operator: Gt, values: ['4']}] | - | false",
                "matchFields: [{key: metadata.name, operator: In, values: [n1]}] | - | true",
                "matchFields: [{key: metadata.name, operator: In, values: [n2]}] | - | false",
                "{} | node.kubernetes.io/not-ready=:NoExecute | true",
                "{} | node.kubernetes.io/unreachable=:NoExecute | true",
                "{} | node.kubernetes.io/unschedulable=:NoSchedule | true",
                "{} | node.kubernetes.io/not-ready=:NoSchedule | false",
                "{} | team=a:NoSchedule | false",
                "{} | team=a:PreferNoSchedule | true",
                "{} | node.kubernetes.io/network-unavailable=:NoSchedule | false",
                "hostNetwork: true | node.kubernetes.io/network-unavailable=:NoSchedule | true",
                "tolerations: [{operator: Exists}] | node.kubernetes.io/not-ready=:NoSchedule | true",
                "tolerations: [{key: team, value: a}] | team=a:NoSchedule | true",
                "tolerations: [{key: team, value: b}] | team=a:NoSchedule | false",
                "tolerations: [{key: team, operator: Exists, effect: NoExecute}] | team=a:NoSchedule | false",
            })
    void decidesAsTheController(String spec, String taint, boolean expected) {
        String term = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{"
                + spec + "}]}}}";
        PodSpec template = SERIALIZATION.unmarshal("---\n" + (spec.startsWith("match") ? term : spec), PodSpec.class);
        String taints = taint == null
                ? "[]"
                : "[{key: '%s', value: '%s', effect: %s}]".formatted((Object[]) taint.split("[=:]", 3));
        NodeSummary node = SERIALIZATION.unmarshal(
                "---\n{metadata: {name: n1, labels: {zone: a, cpus: '8'}}, spec: {taints: " + taints + "}}",
                NodeSummary.class);
        assertThat(DaemonSetNodes.shouldRun(template, node)).isEqualTo(expected);
    }
}
