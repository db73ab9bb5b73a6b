/** Volumes and volume claim templates. */
package io.jenkins.plugins.deployworkload.workload.volume;
