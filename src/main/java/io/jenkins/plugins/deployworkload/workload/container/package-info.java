/** Containers and init containers with their ports, resources, security contexts and volume mounts. */
package io.jenkins.plugins.deployworkload.workload.container;
