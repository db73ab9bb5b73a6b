package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.workload.binding.Checker;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Tries a cluster out, for the button of its form. */
final class ClusterTrial {

    /** For all questions together: long for a server that is well, and short for somebody who looks at the page. */
    static final int SECONDS = 10;

    private ClusterTrial() {}

    /** As {@link #of}, for what somebody has just typed in: what cannot be kept is not tried out either. */
    static FormValidation ofUnchecked(Cluster cluster) {
        Problems problems = new Problems();
        Checker.check(cluster, "", problems);
        return problems.isEmpty()
                ? of(cluster)
                : FormValidation.error(
                        problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    /** Asks the cluster, and says in a sentence or two what came of it. Whoever calls has checked who is asking. */
    static FormValidation of(Cluster cluster) {
        ConnectionConfig config;
        try {
            config = ClusterAccess.connection(cluster);
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        try (Connection connection = new Connections(scheduler).open(config)) {
            return ask(connection, cluster);
        } finally {
            scheduler.shutdownNow();
        }
    }

    private static FormValidation ask(Connection connection, Cluster cluster) {
        try {
            AccountReview review = AccountReview.of(connection, cluster.getNamespace(), cluster.maySecretsBeListed())
                    .orTimeout(SECONDS, TimeUnit.SECONDS)
                    .join();
            return said(review, cluster.getNamespace());
        } catch (CompletionException e) {
            return FormValidation.error(
                    e.getCause() instanceof TimeoutException
                            ? Messages.ClusterTrial_Late(connection.server(), SECONDS)
                            : connection.failure(e).message());
        }
    }

    private static FormValidation said(AccountReview review, String namespace) {
        String found = review.user() == null
                ? Messages.ClusterTrial_Found(review.version())
                : Messages.ClusterTrial_FoundAs(review.version(), review.user());
        if (namespace == null) {
            return FormValidation.ok(found + " " + Messages.ClusterTrial_NoNamespace());
        }
        String unseen = review.unseen().isEmpty()
                ? ""
                : "\n" + Messages.ClusterTrial_Unseen(String.join("; ", review.unseen()));
        return review.missing().isEmpty()
                ? FormValidation.ok(found + " " + Messages.ClusterTrial_MayAll(namespace) + unseen)
                : FormValidation.warning(found + " "
                        + Messages.ClusterTrial_Missing(namespace, String.join("; ", review.missing())) + unseen);
    }
}
