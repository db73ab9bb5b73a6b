package io.jenkins.plugins.deployworkload.workload.pod.network;

/** The DNS policy of the pods; the constants are Kubernetes' own values. */
public enum DnsPolicy {
    ClusterFirst,
    ClusterFirstWithHostNet,
    Default,
    None
}
