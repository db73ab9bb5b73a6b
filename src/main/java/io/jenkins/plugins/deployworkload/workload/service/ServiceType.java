package io.jenkins.plugins.deployworkload.workload.service;

/** How a Service can be reached. The constants are Kubernetes' own values. */
public enum ServiceType {
    ClusterIP,
    NodePort,
    LoadBalancer,
    ExternalName
}
