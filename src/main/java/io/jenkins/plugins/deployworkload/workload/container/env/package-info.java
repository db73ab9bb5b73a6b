/** Environment variables of a container. */
package io.jenkins.plugins.deployworkload.workload.container.env;
