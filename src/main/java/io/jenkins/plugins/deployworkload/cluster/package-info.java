/**
 * The clusters that are configured in Jenkins: address, credential, and the jobs and namespaces that may use them.
 */
package io.jenkins.plugins.deployworkload.cluster;
