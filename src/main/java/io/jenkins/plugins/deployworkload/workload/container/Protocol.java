package io.jenkins.plugins.deployworkload.workload.container;

/** A port's protocol; the names are Kubernetes' own. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
