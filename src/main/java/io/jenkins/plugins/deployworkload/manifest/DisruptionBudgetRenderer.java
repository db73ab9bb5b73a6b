package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.Workload;

/** Renders the PodDisruptionBudget. */
final class DisruptionBudgetRenderer {

    private DisruptionBudgetRenderer() {}

    static PodDisruptionBudget render(
            Workload workload,
            String namespace,
            io.jenkins.plugins.deployworkload.workload.disruption.PodDisruptionBudget budget) {
        ObjectMeta metadata = WorkloadLabels.metadata(workload, namespace);
        if (budget.getName() != null) {
            metadata.setName(budget.getName());
        }
        return new PodDisruptionBudgetBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withMinAvailable(Numbers.intOrString(budget.getMinAvailable()))
                .withMaxUnavailable(Numbers.intOrString(budget.getMaxUnavailable()))
                .withUnhealthyPodEvictionPolicy(EnumNames.of(budget.getUnhealthyPodEvictionPolicy()))
                .withNewSelector()
                .withMatchLabels(WorkloadLabels.selector(workload))
                .endSelector()
                .endSpec()
                .build();
    }
}
