/** Which revision of a workload is active, and the revisions that a rollback can return to. */
package io.jenkins.plugins.deployworkload.rollout.revision;
