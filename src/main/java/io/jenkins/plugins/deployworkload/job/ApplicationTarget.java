package io.jenkins.plugins.deployworkload.job;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import java.util.Set;

/**
 * An application that a job removes.
 *
 * @param cluster the name of the cluster in Jenkins' configuration
 * @param credentialsId the credential of the job; {@code null} for the credential of the cluster
 * @param namespace {@code null} for the default namespace of the cluster
 * @param pruneKinds the kinds of objects that hold data and that are deleted nevertheless
 */
public record ApplicationTarget(
        String cluster, String credentialsId, String namespace, String application, Set<PruneKind> pruneKinds) {

    public ApplicationTarget {
        pruneKinds = pruneKinds == null ? Set.of() : Set.copyOf(pruneKinds);
    }

    /** Whether both are the same application. */
    boolean isSameApplication(ApplicationTarget other) {
        return cluster.equals(other.cluster)
                && namespace.equals(other.namespace)
                && application.equals(other.application);
    }
}
