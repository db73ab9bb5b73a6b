package io.jenkins.plugins.deployworkload.execution.revision;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevision;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevisions;
import io.jenkins.plugins.deployworkload.rollout.redeploy.RevisionObjects;
import io.jenkins.plugins.deployworkload.rollout.revision.UnusableRevisionException;

/**
 * A revision that was read from the cluster to be deployed again.
 *
 * @param entry the entry of the index
 * @param content the objects
 */
public record StoredRevision(KeptRevision entry, RevisionObjects content) {

    /** @throws AbortException if the cluster does not keep the revision, or cannot be read; the message is for users */
    public static StoredRevision read(
            RolloutEngine engine, Connection connection, String namespace, RevisionRequest request)
            throws AbortException {
        try {
            KeptRevisions kept = engine.keptRevisions(connection, namespace, request.name());
            KeptRevision entry = kept.find(request.revision());
            return new StoredRevision(entry, kept.load(entry));
        } catch (UnusableRevisionException e) {
            throw new AbortException(e.getMessage());
        } catch (RuntimeException e) {
            throw new AbortException(connection.failure(e).message());
        }
    }
}
