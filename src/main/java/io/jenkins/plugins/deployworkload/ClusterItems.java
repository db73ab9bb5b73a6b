package io.jenkins.plugins.deployworkload;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.workload.FormAccess;

/** The clusters that a form suggests: those that the job may use. */
final class ClusterItems {

    private ClusterItems() {}

    static ComboBoxModel of(Item item) {
        return item != null && FormAccess.mayRead(item)
                ? new ComboBoxModel(ClusterConfiguration.get().getClusters().stream()
                        .filter(cluster -> cluster.allows(item.getFullName()))
                        .map(Cluster::getName)
                        .toList())
                : new ComboBoxModel();
    }
}
