/** Deletes objects that an earlier deploy has created and that are no longer described. */
package io.jenkins.plugins.deployworkload.rollout.prune;
