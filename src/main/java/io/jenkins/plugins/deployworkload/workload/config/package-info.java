/** ConfigMaps with files of the workspace, and Secrets with values of Jenkins credentials. */
package io.jenkins.plugins.deployworkload.workload.config;
