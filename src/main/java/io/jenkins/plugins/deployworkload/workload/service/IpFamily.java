package io.jenkins.plugins.deployworkload.workload.service;

/** An IP family of a Service. The constants are Kubernetes' own values. */
public enum IpFamily {
    IPv4,
    IPv6
}
