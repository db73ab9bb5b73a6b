package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Tests the connection to a cluster when an administrator clicks the button in the cluster's form. */
final class ConnectionTester {

    /**
     * Limit for all requests together. The limit is short, because the user waits for the result and a healthy server
     * responds faster.
     */
    static final int TIMEOUT_SECONDS = 10;

    private ConnectionTester() {}

    /** Validates the values of the form and then tests the connection. With invalid values, no request is sent. */
    static FormValidation validateAndTest(Cluster cluster) {
        Problems problems = new Problems();
        Validator.check(cluster, "", problems);
        return problems.isEmpty()
                ? test(cluster)
                : FormValidation.error(
                        problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    /**
     * Reports the Kubernetes version, and the user name and missing permissions of the account. The caller must check
     * that the user is an administrator.
     */
    static FormValidation test(Cluster cluster) {
        ConnectionConfig config;
        try {
            config = ClusterAccess.connectionConfig(cluster);
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        try (Connection connection = new ConnectionPool(scheduler).open(config)) {
            return reviewAccount(connection, cluster);
        } finally {
            scheduler.shutdownNow();
        }
    }

    private static FormValidation reviewAccount(Connection connection, Cluster cluster) {
        try {
            AccountReview review = AccountReview.of(connection, cluster.getNamespace(), cluster.allowsListingSecrets())
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
            return toFormValidation(review, cluster);
        } catch (CompletionException e) {
            return FormValidation.error(
                    e.getCause() instanceof TimeoutException
                            ? Messages.ConnectionTester_Timeout(connection.server(), TIMEOUT_SECONDS)
                            : connection.failure(e).message());
        }
    }

    private static FormValidation toFormValidation(AccountReview review, Cluster cluster) {
        String namespace = cluster.getNamespace();
        List<String> lines = new ArrayList<>();
        String identity = review.user() == null
                ? Messages.ConnectionTester_Version(review.version())
                : Messages.ConnectionTester_VersionAndUser(review.version(), review.user());
        boolean isComplete = review.missingRequired().isEmpty();
        if (namespace == null) {
            lines.add(identity + " " + Messages.ConnectionTester_NoNamespace());
        } else if (isComplete) {
            lines.add(identity + " " + Messages.ConnectionTester_AllPermitted(namespace));
        } else {
            lines.add(identity + " "
                    + Messages.ConnectionTester_MissingRequired(
                            namespace, String.join("; ", review.missingRequired())));
        }
        if (namespace != null && !review.missingOptional().isEmpty()) {
            lines.add(Messages.ConnectionTester_MissingOptional(String.join("; ", review.missingOptional())));
        }
        if (!review.excess().isEmpty()) {
            lines.add(Messages.ConnectionTester_Excess(String.join("; ", review.excess())));
        }
        Optional<String> scopeWarning =
                ClusterCredentials.scopeWarning(cluster.getCredentialsId(), cluster.getServer());
        scopeWarning.ifPresent(lines::add);
        String message = String.join("\n", lines);
        boolean isFine = (namespace == null || isComplete) && review.excess().isEmpty() && scopeWarning.isEmpty();
        return isFine ? FormValidation.ok(message) : FormValidation.warning(message);
    }
}
