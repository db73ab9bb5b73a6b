package io.jenkins.plugins.deployworkload.cluster;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;

/** The cluster names that a form suggests: those that the job may use. */
public final class ClusterItems {

    private ClusterItems() {}

    public static ComboBoxModel of(Item item) {
        return item != null && FormAccess.mayRead(item)
                ? new ComboBoxModel(ClusterConfiguration.get().getClusters().stream()
                        .filter(cluster -> cluster.allowsJob(item.getFullName()))
                        .map(Cluster::getName)
                        .toList())
                : new ComboBoxModel();
    }
}
