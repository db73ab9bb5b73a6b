/** Computes the status of an object from its own fields, with one status reader per kind. */
package io.jenkins.plugins.deployworkload.rollout.status;
