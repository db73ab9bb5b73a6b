/** Stores the revisions of a workload, and decides which of them is active. */
package io.jenkins.plugins.deployworkload.rollout.revision;
