/** Deletes objects that an earlier deploy has created and that are no longer in the definition. */
package io.jenkins.plugins.deployworkload.rollout.prune;
