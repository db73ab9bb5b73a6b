/** Reads a workload of a cluster that was deployed with other tools, so that it can be imported. */
package io.jenkins.plugins.deployworkload.rollout.importing;
