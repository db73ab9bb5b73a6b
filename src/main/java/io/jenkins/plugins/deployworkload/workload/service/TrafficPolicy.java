package io.jenkins.plugins.deployworkload.workload.service;

/** Whether traffic goes to pods on all nodes, or only to pods on the node that receives it. The constants are Kubernetes' own values. */
public enum TrafficPolicy {
    Cluster,
    Local
}
