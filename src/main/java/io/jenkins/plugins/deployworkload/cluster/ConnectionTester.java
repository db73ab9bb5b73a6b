package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Validator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Tries a cluster out, for the button of its form. */
final class ConnectionTester {

    /** For all questions together: long for a server that is well, and short for somebody who looks at the page. */
    static final int TIMEOUT_SECONDS = 10;

    private ConnectionTester() {}

    /** As {@link #test}, for what somebody has just typed in: what cannot be kept is not tried out either. */
    static FormValidation validateAndTest(Cluster cluster) {
        Problems problems = new Problems();
        Validator.check(cluster, "", problems);
        return problems.isEmpty()
                ? test(cluster)
                : FormValidation.error(
                        problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    /** Asks the cluster, and says in a sentence or two what came of it. Whoever calls has checked who is asking. */
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
            return toFormValidation(review, cluster.getNamespace());
        } catch (CompletionException e) {
            return FormValidation.error(
                    e.getCause() instanceof TimeoutException
                            ? Messages.ConnectionTester_Timeout(connection.server(), TIMEOUT_SECONDS)
                            : connection.failure(e).message());
        }
    }

    private static FormValidation toFormValidation(AccountReview review, String namespace) {
        String found = review.user() == null
                ? Messages.ConnectionTester_Version(review.version())
                : Messages.ConnectionTester_VersionAndUser(review.version(), review.user());
        if (namespace == null) {
            return FormValidation.ok(found + " " + Messages.ConnectionTester_NoNamespace());
        }
        String unseen = review.missingOptional().isEmpty()
                ? ""
                : "\n" + Messages.ConnectionTester_MissingOptional(String.join("; ", review.missingOptional()));
        return review.missingRequired().isEmpty()
                ? FormValidation.ok(found + " " + Messages.ConnectionTester_AllPermitted(namespace) + unseen)
                : FormValidation.warning(found + " "
                        + Messages.ConnectionTester_MissingRequired(
                                namespace, String.join("; ", review.missingRequired()))
                        + unseen);
    }
}
