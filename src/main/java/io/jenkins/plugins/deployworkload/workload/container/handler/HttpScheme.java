package io.jenkins.plugins.deployworkload.workload.container.handler;

/** How an HTTP request is sent; the names are Kubernetes' own. */
public enum HttpScheme {
    HTTP,
    HTTPS
}
