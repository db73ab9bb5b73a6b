/**
 * The configuration of clusters in Jenkins: their servers and credentials, and the jobs and namespaces that they allow.
 */
package io.jenkins.plugins.deployworkload.cluster;
