/**
 * Runs one deploy step: plans the workloads, starts the rollouts, keeps their state across restarts of the controller,
 * and turns the outcome into a build result.
 */
package io.jenkins.plugins.deployworkload.execution;
