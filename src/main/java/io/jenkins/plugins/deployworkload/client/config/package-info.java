/**
 * Where an API server is and how to authenticate to it: settings, credentials, kubeconfig, in-cluster configuration.
 */
package io.jenkins.plugins.deployworkload.client.config;
