/** Containers and init containers: ports, resources, security context, volume mounts. */
package io.jenkins.plugins.deployworkload.workload.container;
