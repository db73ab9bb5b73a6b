package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.time.Instant;
import java.util.List;

/** Reads the stored revisions of the workload {@code web}, as another process with the same key does. */
public final class StoredRevisions {

    private StoredRevisions() {}

    static RevisionStore.StoredHistory read(TestCluster cluster) {
        RevisionProtection protection = new RevisionProtection(TestCluster.KEY);
        return new RevisionStore(
                        cluster.connection,
                        cluster.namespace,
                        "web",
                        protection.keys(cluster.namespace, "web"),
                        protection.counters())
                .read();
    }

    /** The cache of a deploy without an owner. */
    static RevisionCache cache(TestCluster cluster) {
        return new RevisionCache(
                cluster.connection,
                new RolloutParameters(
                        cluster.namespace,
                        "web",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        RolloutOptions.defaults(),
                        Deployer.NOBODY),
                new RevisionProtection(TestCluster.KEY));
    }

    public static RevisionHistory history(TestCluster cluster) {
        return read(cluster).history();
    }

    /** The objects of the last healthy revision. */
    static List<JsonNode> healthyObjects(TestCluster cluster) {
        return objects(cluster, history(cluster).lastHealthy());
    }

    static List<JsonNode> objects(TestCluster cluster, RevisionHistory.Revision revision) {
        return new RevisionContents(
                        cluster.connection,
                        cluster.namespace,
                        "web",
                        new RevisionProtection(TestCluster.KEY).keys(cluster.namespace, "web"))
                .read(read(cluster).uid(), revision)
                .stored();
    }
}
