package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import java.util.Map;

/** One of the sources that a projected volume combines. */
public abstract sealed class Projection implements Describable<Projection>, Section
        permits ConfigMapProjection,
                SecretProjection,
                DownwardApiProjection,
                ServiceAccountTokenProjection,
                ClusterTrustBundleProjection {

    /** The paths of the files, by the property that has the path. A path is null if it is invalid. */
    abstract Map<String, String> paths();
}
