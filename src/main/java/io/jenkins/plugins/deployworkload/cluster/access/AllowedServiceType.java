package io.jenkins.plugins.deployworkload.cluster.access;

/**
 * What a Service may be. The constants are named as in the Kubernetes API: the values of {@code spec.type}, and the field
 * {@code externalIPs}, with which a Service of any type can receive traffic that is meant for others (CVE-2020-8554).
 */
public enum AllowedServiceType {
    ClusterIP,
    NodePort,
    LoadBalancer,
    ExternalName,
    externalIPs
}
