/** Finds the resource types of the objects of a rollout. */
package io.jenkins.plugins.deployworkload.rollout.discovery;
