package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTermBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.workload.pod.NodeSelector;

/** Renders affinity and tolerations. */
final class SchedulingRenderer {

    private SchedulingRenderer() {}

    static Toleration toleration(io.jenkins.plugins.deployworkload.workload.pod.Toleration toleration) {
        return new TolerationBuilder()
                .withKey(toleration.getKey())
                .withOperator(EnumNames.of(toleration.getOperator()))
                .withValue(toleration.getValue())
                .withEffect(EnumNames.of(toleration.getEffect()))
                .withTolerationSeconds(toleration.getTolerationSeconds())
                .build();
    }

    static Affinity affinity(io.jenkins.plugins.deployworkload.workload.pod.Affinity affinity) {
        return affinity == null
                ? null
                : EmptyToNull.of(
                        new AffinityBuilder()
                                .withNodeAffinity(nodeAffinity(affinity.getNodeAffinity()))
                                .withPodAffinity(PodAffinityRenderer.affinity(affinity.getPodAffinity()))
                                .withPodAntiAffinity(PodAffinityRenderer.antiAffinity(affinity.getPodAntiAffinity()))
                                .build(),
                        new Affinity());
    }

    private static NodeAffinity nodeAffinity(io.jenkins.plugins.deployworkload.workload.pod.NodeAffinity affinity) {
        if (affinity == null) {
            return null;
        }
        NodeAffinityBuilder built = new NodeAffinityBuilder()
                .withPreferredDuringSchedulingIgnoredDuringExecution(
                        affinity.getPreferredDuringSchedulingIgnoredDuringExecution().stream()
                                .map(SchedulingRenderer::preferred)
                                .toList());
        NodeSelector required = affinity.getRequiredDuringSchedulingIgnoredDuringExecution();
        if (required != null) {
            built.withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .withNodeSelectorTerms(required.getNodeSelectorTerms().stream()
                            .map(SchedulingRenderer::term)
                            .toList())
                    .endRequiredDuringSchedulingIgnoredDuringExecution();
        }
        return EmptyToNull.of(built.build(), new NodeAffinity());
    }

    private static PreferredSchedulingTerm preferred(
            io.jenkins.plugins.deployworkload.workload.pod.PreferredSchedulingTerm preferred) {
        return new PreferredSchedulingTermBuilder()
                .withWeight(preferred.getWeight())
                .withPreference(term(preferred.getPreference()))
                .build();
    }

    private static NodeSelectorTerm term(io.jenkins.plugins.deployworkload.workload.pod.NodeSelectorTerm term) {
        return new NodeSelectorTermBuilder()
                .withMatchExpressions(term.getMatchExpressions().stream()
                        .map(SchedulingRenderer::expression)
                        .toList())
                .build();
    }

    private static NodeSelectorRequirement expression(
            io.jenkins.plugins.deployworkload.workload.pod.NodeSelectorRequirement expression) {
        return new NodeSelectorRequirementBuilder()
                .withKey(expression.getKey())
                .withOperator(EnumNames.of(expression.getOperator()))
                .withValues(expression.getValues())
                .build();
    }
}
