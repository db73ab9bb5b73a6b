package io.jenkins.plugins.deployworkload.cluster.registries;

import hudson.ExtensionList;
import java.util.List;

/** The registries in the global configuration of Jenkins. */
public interface ConfiguredRegistries {

    /** Copies, so that callers cannot change the configuration. */
    List<ContainerRegistry> getRegistries();

    /** The saved registries. */
    static List<ContainerRegistry> all() {
        return ExtensionList.lookupSingleton(ConfiguredRegistries.class).getRegistries();
    }
}
