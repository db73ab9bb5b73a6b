/**
 * The configuration of a connection: the server's address, credentials, kubeconfig files, in-cluster configuration and
 * proxies.
 */
package io.jenkins.plugins.deployworkload.client.config;
