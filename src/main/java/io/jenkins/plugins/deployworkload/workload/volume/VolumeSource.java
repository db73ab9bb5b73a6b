package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;

/** The source of a volume. */
public abstract sealed class VolumeSource implements Describable<VolumeSource>, Section
        permits EmptyDirVolume,
                HostPathVolume,
                ConfigMapVolume,
                SecretVolume,
                PersistentVolumeClaimVolume,
                EphemeralVolume,
                ProjectedVolume,
                DownwardApiVolume,
                NfsVolume,
                CsiVolume,
                ImageVolume {}
