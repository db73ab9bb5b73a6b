package io.jenkins.plugins.deployworkload.cluster;

import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks the parameters of a step against the access rules of a cluster. The form and the build use the same checks, so
 * both report the same sentences.
 */
public final class StepAccess {

    private StepAccess() {}

    /** A configured cluster; empty if it does not exist, or the job may not deploy to any of its namespaces. */
    static Optional<Cluster> findCluster(String name, String jobFullName) {
        return ClusterConfiguration.get().findCluster(name).filter(cluster -> cluster.allowsJob(jobFullName));
    }

    /** The default namespace of a cluster that the job may use. */
    public static Optional<String> defaultNamespace(String cluster, String jobFullName) {
        return findCluster(cluster, jobFullName).map(Cluster::getNamespace);
    }

    /** The problem of a job for which {@link #findCluster} finds no cluster. */
    static Problem notAvailable(String cluster, String jobFullName) {
        return new Problem(
                "cluster", Messages.ClusterAccess_NotAvailable(cluster, jobFullName, allowedClusters(jobFullName)));
    }

    private static String allowedClusters(String jobFullName) {
        String names = ClusterConfiguration.get().getClusters().stream()
                .filter(cluster -> cluster.allowsJob(jobFullName))
                .map(Cluster::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Messages.ClusterAccess_NoClusters() : names;
    }

    /**
     * The problems of the values of a form.
     *
     * @param namespace {@code null} or blank for the default namespace of the cluster. A namespace with build parameters
     *     is not checked, because its value is not known yet
     * @param credentialsId see {@link #problems(Cluster, String, String, String, RolloutOptions)}
     */
    public static List<Problem> problems(
            String cluster, String jobFullName, String namespace, String credentialsId, RolloutOptions options) {
        Optional<Cluster> found = findCluster(cluster, jobFullName);
        if (found.isEmpty()) {
            return List.of(notAvailable(cluster, jobFullName));
        }
        String target = namespace == null || namespace.isBlank() ? found.get().getNamespace() : namespace.strip();
        return target == null || target.contains("$")
                ? List.of()
                : problems(found.get(), jobFullName, target, credentialsId, options);
    }

    /**
     * The problems of a deploy of a job that may use the cluster.
     *
     * @param credentialsId the credential of the job; {@code null} or blank for the credential of the cluster
     */
    public static List<Problem> problems(
            Cluster cluster, String jobFullName, String namespace, String credentialsId, RolloutOptions options) {
        Optional<MatchedRule> rule = cluster.findRule(jobFullName, namespace);
        return rule.isEmpty()
                ? List.of(namespaceProblem(cluster, jobFullName, namespace))
                : problems(rule.get(), credentialsId, options);
    }

    private static Problem namespaceProblem(Cluster cluster, String jobFullName, String namespace) {
        String allowed = cluster.getAccessRules().stream()
                .filter(rule -> rule.matchesJob(jobFullName))
                .flatMap(rule -> rule.getNamespaces().isEmpty()
                        ? Stream.ofNullable(cluster.getNamespace())
                        : rule.getNamespaces().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return new Problem(
                "namespace",
                Messages.ClusterRules_NamespaceNotAllowed(
                        namespace,
                        cluster.getName(),
                        allowed.isEmpty() ? Messages.ClusterRules_NoNamespace() : allowed,
                        jobFullName));
    }

    private static List<Problem> problems(MatchedRule rule, String credentialsId, RolloutOptions options) {
        List<Problem> problems = new ArrayList<>();
        if (credentialsId != null && !credentialsId.isBlank() && !rule.rule().allowsJobCredentials()) {
            problems.add(new Problem("credentialsId", Messages.StepAccess_credentials(rule.label())));
        }
        ObjectPolicy.forbiddenOptions(rule.policy(), options)
                .forEach(option -> problems.add(new Problem(option, ObjectPolicy.optionRefusal(rule.policy()))));
        return problems;
    }
}
