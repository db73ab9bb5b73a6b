package io.jenkins.plugins.deployworkload.cluster.access;

/**
 * A type of Service, or external IP addresses. The constants have the names of the Kubernetes API: the values of
 * {@code spec.type}, and the field
 * {@code externalIPs}, with which a Service of any type can receive traffic that is meant for others (CVE-2020-8554).
 */
public enum AllowedServiceType {
    ClusterIP,
    NodePort,
    LoadBalancer,
    ExternalName,
    externalIPs
}
