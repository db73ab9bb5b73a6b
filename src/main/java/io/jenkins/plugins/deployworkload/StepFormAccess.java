package io.jenkins.plugins.deployworkload;

import hudson.model.Item;
import hudson.model.Job;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.cluster.FormSuggestions;
import io.jenkins.plugins.deployworkload.cluster.StepAccess;
import io.jenkins.plugins.deployworkload.cluster.suggestions.Suggestions;
import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.execution.SharedServices;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.util.List;
import java.util.Optional;

/**
 * Checks the form of a job against the access rules of the cluster, and whether its namespace exists. A form outside a
 * job is not checked: it is not known which job will run the step. Callers must check that the user may read the
 * job's configuration.
 */
final class StepFormAccess {

    private StepFormAccess() {}

    static List<Problem> problems(Item item, DeployWorkloadStep step) {
        DeployRequest request = step.request();
        if (!(item instanceof Job<?, ?> job) || isBlank(request.cluster())) {
            return List.of();
        }
        List<Problem> problems = StepAccess.problems(
                request.cluster(), job.getFullName(), request.namespace(), request.credentialsId(), request.options());
        return problems.isEmpty() && !mayCreateNamespace(step)
                ? missingNamespace(item, request.cluster(), request.namespace(), request.credentialsId())
                        .map(message -> List.of(new Problem("namespace", message)))
                        .orElse(List.of())
                : problems;
    }

    /** Files of the workspace, which are not known, and further objects may contain the namespace. */
    private static boolean mayCreateNamespace(DeployWorkloadStep step) {
        Workload workload = step.getWorkload();
        return step.request().options().createNamespace()
                || workload == null
                || !workload.getObjects().isEmpty()
                || !workload.getObjectFiles().isEmpty();
    }

    /** The message that the namespace does not exist. Empty also if the cluster does not answer within a second. */
    private static Optional<String> missingNamespace(
            Item item, String cluster, String namespace, String credentialsId) {
        Suggestions answer = FormSuggestions.of(
                SharedServices.SUGGESTIONS,
                item,
                cluster,
                namespace,
                credentialsId,
                SuggestionKind.NAMESPACE.name(),
                null,
                null);
        return answer.unsupported() ? Optional.of(answer.note()) : Optional.empty();
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
     * @param credentialsId the credential in the form, for the field {@code namespace}
     * @param createNamespace the value of the field {@code createNamespace}, for the field {@code namespace}
     */
    static FormValidation check(
            Item item, String field, String value, String cluster, String credentialsId, String createNamespace) {
        boolean isCluster = field.equals("cluster");
        String name = isCluster ? value : cluster;
        if (!(item instanceof Job<?, ?> job) || isBlank(name) || !isCluster && !field.equals("namespace")) {
            return FormValidation.ok();
        }
        return StepAccess.problems(name, job.getFullName(), isCluster ? null : value, null, RolloutOptions.defaults())
                .stream()
                .filter(problem -> problem.path().equals(field))
                .findFirst()
                .map(Problem::message)
                .or(() -> isCluster || "true".equals(createNamespace)
                        ? Optional.empty()
                        : missingNamespace(item, cluster, value, credentialsId))
                .map(FormValidation::error)
                .orElseGet(FormValidation::ok);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
