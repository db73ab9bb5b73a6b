package io.jenkins.plugins.deployworkload.cluster;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;

/** Suggestions for the cluster field of a form: the names of the clusters that the job may use. */
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
