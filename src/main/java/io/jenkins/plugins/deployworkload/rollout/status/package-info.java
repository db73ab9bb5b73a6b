/** Computes the status of an object from its own fields: one status reader a kind. */
package io.jenkins.plugins.deployworkload.rollout.status;
