package io.jenkins.plugins.deployworkload.workload.container;

/** The protocol of a port; the constants are Kubernetes' own values. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
