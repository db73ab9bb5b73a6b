/** Deletes what an earlier deploy created and the description no longer contains. */
package io.jenkins.plugins.deployworkload.rollout.prune;
