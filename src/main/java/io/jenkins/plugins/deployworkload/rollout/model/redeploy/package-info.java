/** A deploy that brings back a stored revision. */
package io.jenkins.plugins.deployworkload.rollout.model.redeploy;
