/**
 * Runs a deploy step: creates the plan, starts the rollouts, saves their state for restarts of the controller, and
 * converts their results to a build result.
 */
package io.jenkins.plugins.deployworkload.execution;
