package io.jenkins.plugins.deployworkload;

import hudson.model.Item;
import hudson.model.Job;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.cluster.StepAccess;
import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import java.util.List;

/**
 * Checks the form of a job against the access rules of the cluster. A form outside a job is not checked: it is not known
 * which job will run the step. Callers must check that the user may read the job's configuration.
 */
final class StepFormAccess {

    private StepFormAccess() {}

    static List<Problem> problems(Item item, DeployWorkloadStep step) {
        DeployRequest request = step.request();
        return item instanceof Job<?, ?> job && !isBlank(request.cluster())
                ? StepAccess.problems(
                        request.cluster(),
                        job.getFullName(),
                        request.namespace(),
                        request.credentialsId(),
                        request.options())
                : List.of();
    }

    /**
     * The namespace of a deploy; null if it is not known, or the job may not use the cluster.
     */
    static String namespace(Item item, DeployWorkloadStep step) {
        if (!isBlank(step.getNamespace()) || !(item instanceof Job<?, ?> job) || isBlank(step.getCluster())) {
            return step.getNamespace();
        }
        return StepAccess.defaultNamespace(step.getCluster(), job.getFullName()).orElse(null);
    }

    /**
     * Checks one field.
     *
     * @param cluster the value of the field {@code cluster}, for the field {@code namespace}
     */
    static FormValidation check(Item item, String field, String value, String cluster) {
        boolean isCluster = field.equals("cluster");
        String name = isCluster ? value : cluster;
        if (!(item instanceof Job<?, ?> job) || isBlank(name) || !isCluster && !field.equals("namespace")) {
            return FormValidation.ok();
        }
        return StepAccess.problems(name, job.getFullName(), isCluster ? null : value, null, RolloutOptions.defaults())
                .stream()
                .filter(problem -> problem.path().equals(field))
                .findFirst()
                .map(problem -> FormValidation.error(problem.message()))
                .orElseGet(FormValidation::ok);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
