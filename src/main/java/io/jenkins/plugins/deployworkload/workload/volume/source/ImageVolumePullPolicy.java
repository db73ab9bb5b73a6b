package io.jenkins.plugins.deployworkload.workload.volume.source;

/** When the image of a volume is pulled. The constants are Kubernetes' own values. */
public enum ImageVolumePullPolicy {
    Always,
    IfNotPresent,
    Never
}
