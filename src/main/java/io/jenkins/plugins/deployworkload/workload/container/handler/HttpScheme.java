package io.jenkins.plugins.deployworkload.workload.container.handler;

/** The scheme of an HTTP request; the constants are Kubernetes' own values. */
public enum HttpScheme {
    HTTP,
    HTTPS
}
