package io.jenkins.plugins.deployworkload.rollout.status;

/**
 * The state that a status reader compares an object with.
 *
 * @param generation the generation of the object after the apply
 * @param staleFailure the time of a failure in the object's status that is older than the applied change; {@code null}
 *     if there is no such failure. The controller clears an old failure when the new revision makes progress
 * @param notReadyNodes nodes that a DaemonSet does not wait for
 */
public record ExpectedState(long generation, String staleFailure, NotReadyNodes notReadyNodes) {

    public ExpectedState(long generation, String staleFailure) {
        this(generation, staleFailure, NotReadyNodes.NONE);
    }
}
