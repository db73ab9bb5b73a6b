/**
 * Connections to Kubernetes API servers: requests and watches, shared by everybody who uses the same server with the same
 * credential, counted, and closed with the last user. Knows nothing of Jenkins and nothing of rollouts.
 */
package io.jenkins.plugins.deployworkload.connection;
