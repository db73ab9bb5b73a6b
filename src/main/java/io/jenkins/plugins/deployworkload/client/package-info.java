/**
 * Connections to Kubernetes API servers, shared by all users of the same server and credential, and closed with the last
 * user. Knows nothing of Jenkins and nothing of rollouts. Begin with {@link
 * io.jenkins.plugins.deployworkload.client.ConnectionPool}.
 */
package io.jenkins.plugins.deployworkload.client;
