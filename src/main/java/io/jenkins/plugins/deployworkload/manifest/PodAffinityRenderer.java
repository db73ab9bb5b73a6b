package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodAffinity;
import io.fabric8.kubernetes.api.model.PodAffinityBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
import io.fabric8.kubernetes.api.model.PodAntiAffinityBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import java.util.List;

/** Renders the placement of pods in relation to other pods. */
final class PodAffinityRenderer {

    private PodAffinityRenderer() {}

    static PodAffinity affinity(io.jenkins.plugins.deployworkload.workload.pod.scheduling.PodAffinity affinity) {
        return affinity == null
                ? null
                : EmptyToNull.of(
                        new PodAffinityBuilder()
                                .withRequiredDuringSchedulingIgnoredDuringExecution(required(affinity))
                                .withPreferredDuringSchedulingIgnoredDuringExecution(preferred(affinity))
                                .build(),
                        new PodAffinity());
    }

    static PodAntiAffinity antiAffinity(
            io.jenkins.plugins.deployworkload.workload.pod.scheduling.PodAffinity affinity) {
        return affinity == null
                ? null
                : EmptyToNull.of(
                        new PodAntiAffinityBuilder()
                                .withRequiredDuringSchedulingIgnoredDuringExecution(required(affinity))
                                .withPreferredDuringSchedulingIgnoredDuringExecution(preferred(affinity))
                                .build(),
                        new PodAntiAffinity());
    }

    private static List<PodAffinityTerm> required(
            io.jenkins.plugins.deployworkload.workload.pod.scheduling.PodAffinity affinity) {
        return affinity.getRequiredDuringSchedulingIgnoredDuringExecution().stream()
                .map(PodAffinityRenderer::term)
                .toList();
    }

    private static List<WeightedPodAffinityTerm> preferred(
            io.jenkins.plugins.deployworkload.workload.pod.scheduling.PodAffinity affinity) {
        return affinity.getPreferredDuringSchedulingIgnoredDuringExecution().stream()
                .map(weighted -> new WeightedPodAffinityTerm(term(weighted.getPodAffinityTerm()), weighted.getWeight()))
                .toList();
    }

    private static PodAffinityTerm term(
            io.jenkins.plugins.deployworkload.workload.pod.scheduling.PodAffinityTerm term) {
        return new PodAffinityTermBuilder()
                .withTopologyKey(term.getTopologyKey())
                .withLabelSelector(selector(term.getLabelSelector()))
                .withNamespaces(term.getNamespaces())
                .withNamespaceSelector(selector(term.getNamespaceSelector()))
                .withMatchLabelKeys(term.getMatchLabelKeys())
                .withMismatchLabelKeys(term.getMismatchLabelKeys())
                .build();
    }

    static TopologySpreadConstraint spreadConstraint(
            io.jenkins.plugins.deployworkload.workload.pod.scheduling.TopologySpreadConstraint constraint) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(constraint.getMaxSkew())
                .withTopologyKey(constraint.getTopologyKey())
                .withWhenUnsatisfiable(EnumNames.of(constraint.getWhenUnsatisfiable()))
                .withLabelSelector(selector(constraint.getLabelSelector()))
                .withMinDomains(constraint.getMinDomains())
                .withNodeAffinityPolicy(EnumNames.of(constraint.getNodeAffinityPolicy()))
                .withNodeTaintsPolicy(EnumNames.of(constraint.getNodeTaintsPolicy()))
                .withMatchLabelKeys(constraint.getMatchLabelKeys())
                .build();
    }

    /** Renders an empty selector too: it selects everything, whereas an absent selector selects nothing. */
    private static LabelSelector selector(
            io.jenkins.plugins.deployworkload.workload.pod.scheduling.LabelSelector selector) {
        return selector == null
                ? null
                : new LabelSelectorBuilder()
                        .withMatchLabels(selector.getMatchLabels())
                        .withMatchExpressions(selector.getMatchExpressions().stream()
                                .map(expression -> new LabelSelectorRequirement(
                                        expression.getKey(),
                                        EnumNames.of(expression.getOperator()),
                                        expression.getValues()))
                                .toList())
                        .build();
    }
}
