package io.jenkins.plugins.deployworkload.execution.revision;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;

/**
 * A stored revision to compare with the cluster.
 *
 * @param cluster       name of the cluster in Jenkins' configuration
 * @param credentialsId the ID of the job's credential; null for the cluster's own credential
 * @param options       the options of the deploy
 */
public record RevisionTarget(
        String cluster, String credentialsId, String namespace, RevisionRequest request, RolloutOptions options) {}
