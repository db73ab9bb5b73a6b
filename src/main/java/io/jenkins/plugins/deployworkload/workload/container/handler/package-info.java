/** Probes and lifecycle hooks of a container. */
package io.jenkins.plugins.deployworkload.workload.container.handler;
