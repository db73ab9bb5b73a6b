/**
 * Connections to Kubernetes API servers. All users of the same server and credential share one connection. The
 * connection is closed when it has no users. This package depends neither on Jenkins nor on the rollout packages. The
 * entry point is {@link io.jenkins.plugins.deployworkload.client.ConnectionPool}.
 */
package io.jenkins.plugins.deployworkload.client;
