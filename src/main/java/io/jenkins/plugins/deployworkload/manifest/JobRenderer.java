package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnPodConditionsPattern;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicy;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicyBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicyRule;
import io.jenkins.plugins.deployworkload.manifest.value.EnumNames;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.completion.PodFailureRule;
import io.jenkins.plugins.deployworkload.workload.controller.JobBase;
import io.jenkins.plugins.deployworkload.workload.controller.RestartPolicy;

/** Renders a Job, and the Job spec of a CronJob. */
final class JobRenderer {

    private JobRenderer() {}

    static Job render(
            Workload workload, String namespace, io.jenkins.plugins.deployworkload.workload.controller.Job controller) {
        return new JobBuilder()
                .withMetadata(WorkloadLabels.metadata(workload, namespace))
                .withSpec(new JobSpecBuilder(spec(workload, controller))
                        .withSuspend(controller.getSuspend())
                        .build())
                .build();
    }

    /** The spec of a Job. The spec has no selector, because the API server generates a selector for each Job. */
    static JobSpec spec(Workload workload, JobBase controller) {
        RestartPolicy policy = controller.getRestartPolicy();
        return new JobSpecBuilder()
                .withCompletions(controller.getCompletions())
                .withParallelism(controller.getParallelism())
                .withActiveDeadlineSeconds(controller.getActiveDeadlineSeconds())
                .withBackoffLimit(controller.getBackoffLimit())
                .withCompletionMode(EnumNames.of(controller.getCompletionMode()))
                .withBackoffLimitPerIndex(controller.getBackoffLimitPerIndex())
                .withMaxFailedIndexes(controller.getMaxFailedIndexes())
                .withPodReplacementPolicy(EnumNames.of(controller.getPodReplacementPolicy()))
                .withPodFailurePolicy(failurePolicy(controller.getPodFailurePolicy()))
                .withSuccessPolicy(successPolicy(controller.getSuccessPolicy()))
                .withTtlSecondsAfterFinished(controller.getTtlSecondsAfterFinished())
                .withTemplate(new PodTemplateSpecBuilder(PodTemplateRenderer.render(workload))
                        .editSpec()
                        // A Job cannot use Always, the API's default.
                        .withRestartPolicy(EnumNames.of(policy == null ? RestartPolicy.OnFailure : policy))
                        .endSpec()
                        .build())
                .build();
    }

    private static PodFailurePolicy failurePolicy(
            io.jenkins.plugins.deployworkload.workload.completion.PodFailurePolicy policy) {
        return policy == null
                ? null
                : new PodFailurePolicyBuilder()
                        .withRules(policy.getRules().stream()
                                .map(JobRenderer::failureRule)
                                .toList())
                        .build();
    }

    private static PodFailurePolicyRule failureRule(PodFailureRule rule) {
        PodFailurePolicyRuleBuilder built =
                new PodFailurePolicyRuleBuilder().withAction(EnumNames.of(rule.getAction()));
        if (rule.getOnExitCodes() != null) {
            built.withNewOnExitCodes()
                    .withContainerName(rule.getOnExitCodes().getContainerName())
                    .withOperator(EnumNames.of(rule.getOnExitCodes().getOperator()))
                    .withValues(rule.getOnExitCodes().getValues().stream()
                            .map(Integer::valueOf)
                            .toList())
                    .endOnExitCodes();
        }
        return built.withOnPodConditions(rule.getOnPodConditions().stream()
                        .map(condition -> new PodFailurePolicyOnPodConditionsPattern(
                                // The API server does not set the default of the status.
                                condition.getStatus() == null ? "True" : EnumNames.of(condition.getStatus()),
                                condition.getType()))
                        .toList())
                .build();
    }

    private static SuccessPolicy successPolicy(
            io.jenkins.plugins.deployworkload.workload.completion.SuccessPolicy policy) {
        return policy == null
                ? null
                : new SuccessPolicyBuilder()
                        .withRules(policy.getRules().stream()
                                .map(rule ->
                                        new SuccessPolicyRule(rule.getSucceededCount(), rule.getSucceededIndexes()))
                                .toList())
                        .build();
    }
}
