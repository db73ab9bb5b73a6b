/** The checks of a step before its first rollout starts. */
package io.jenkins.plugins.deployworkload.execution.preflight;
