package io.jenkins.plugins.deployworkload.rollout.status;

/**
 * What a verdict measures an object against.
 *
 * @param generation the one that the apply made, or found
 * @param staleFailure when the failure that the object shows was written, if it was there before a change was applied:
 *     the controller takes it back only with the first progress. {@code null} for none
 */
public record ExpectedState(long generation, String staleFailure) {}
