/** Deletes an application with its record. */
package io.jenkins.plugins.deployworkload.rollout.removal;
