package io.jenkins.plugins.deployworkload;

import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.workload.SectionDescriptor;
import java.util.LinkedHashSet;
import java.util.Set;

/** The clusters that a form offers: those that the job may use, and the one that is set, lest a save lose it. */
final class ClusterItems {

    private ClusterItems() {}

    static ListBoxModel of(Item item, String current) {
        Set<String> names = new LinkedHashSet<>();
        if (item != null && SectionDescriptor.mayConfigure(item)) {
            ClusterConfiguration.get().getClusters().stream()
                    .filter(cluster -> cluster.allows(item.getFullName()))
                    .map(Cluster::getName)
                    .forEach(names::add);
        }
        if (current != null && !current.isBlank()) {
            names.add(current);
        }
        ListBoxModel items = new ListBoxModel();
        names.forEach(name -> items.add(name, name));
        return items;
    }
}
