package io.jenkins.plugins.deployworkload.rollout.status;

/**
 * The state that a status reader compares an object with.
 *
 * @param generation the generation that the apply created, or found
 * @param staleFailure when the failure in the object's status was written, if it is older than the applied change: the
 *     controller clears it only after the first progress. {@code null} if there is none
 */
public record ExpectedState(long generation, String staleFailure) {}
