/** The cluster configuration of Jenkins: servers, credentials, and the jobs and namespaces that are allowed. */
package io.jenkins.plugins.deployworkload.cluster;
