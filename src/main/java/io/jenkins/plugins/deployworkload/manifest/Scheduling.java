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
import io.jenkins.plugins.deployworkload.workload.NodeExpression;
import io.jenkins.plugins.deployworkload.workload.NodeSelector;
import io.jenkins.plugins.deployworkload.workload.PreferredNode;

/** Renders on which nodes the pods run. */
final class Scheduling {

    private Scheduling() {}

    static Toleration toleration(io.jenkins.plugins.deployworkload.workload.Toleration toleration) {
        return new TolerationBuilder()
                .withKey(toleration.getKey())
                .withOperator(Words.of(toleration.getOperator()))
                .withValue(toleration.getValue())
                .withEffect(Words.of(toleration.getEffect()))
                .withTolerationSeconds(toleration.getTolerationSeconds())
                .build();
    }

    static Affinity affinity(io.jenkins.plugins.deployworkload.workload.Affinity affinity) {
        if (affinity == null || affinity.getNodeAffinity() == null) {
            return null;
        }
        NodeAffinity nodes = nodeAffinity(affinity.getNodeAffinity());
        return nodes == null
                ? null
                : new AffinityBuilder().withNodeAffinity(nodes).build();
    }

    private static NodeAffinity nodeAffinity(io.jenkins.plugins.deployworkload.workload.NodeAffinity affinity) {
        NodeAffinityBuilder built = new NodeAffinityBuilder()
                .withPreferredDuringSchedulingIgnoredDuringExecution(
                        affinity.getPreferredDuringSchedulingIgnoredDuringExecution().stream()
                                .map(Scheduling::preferred)
                                .toList());
        NodeSelector required = affinity.getRequiredDuringSchedulingIgnoredDuringExecution();
        if (required != null) {
            built.withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .withNodeSelectorTerms(required.getNodeSelectorTerms().stream()
                            .map(Scheduling::term)
                            .toList())
                    .endRequiredDuringSchedulingIgnoredDuringExecution();
        }
        return Unsaid.orNull(built.build(), new NodeAffinity());
    }

    private static PreferredSchedulingTerm preferred(PreferredNode preferred) {
        return new PreferredSchedulingTermBuilder()
                .withWeight(preferred.getWeight())
                .withPreference(term(preferred.getPreference()))
                .build();
    }

    private static NodeSelectorTerm term(io.jenkins.plugins.deployworkload.workload.NodeSelectorTerm term) {
        return new NodeSelectorTermBuilder()
                .withMatchExpressions(term.getMatchExpressions().stream()
                        .map(Scheduling::expression)
                        .toList())
                .build();
    }

    private static NodeSelectorRequirement expression(NodeExpression expression) {
        return new NodeSelectorRequirementBuilder()
                .withKey(expression.getKey())
                .withOperator(Words.of(expression.getOperator()))
                .withValues(expression.getValues())
                .build();
    }
}
