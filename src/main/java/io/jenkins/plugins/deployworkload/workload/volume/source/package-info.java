/** Parts of volumes: claims, downward API files and references. */
package io.jenkins.plugins.deployworkload.workload.volume.source;
