/**
 * Connections to Kubernetes API servers, shared by all users of the same server and credential, and closed with the
 * last user. This package depends neither on Jenkins nor on the rollout packages. Begin with {@link
 * io.jenkins.plugins.deployworkload.client.ConnectionPool}.
 */
package io.jenkins.plugins.deployworkload.client;
