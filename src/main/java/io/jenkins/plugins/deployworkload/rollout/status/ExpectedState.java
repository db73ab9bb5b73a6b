package io.jenkins.plugins.deployworkload.rollout.status;

/**
 * The state that a status reader compares an object with.
 *
 * @param generation the generation of the object after the apply
 * @param staleFailure the time of a failure that was already in the object's status before the apply; {@code null} if
 *     there was none. The status reader ignores this failure until the controller clears it
 * @param notReadyNodes nodes that a DaemonSet does not wait for
 */
public record ExpectedState(long generation, String staleFailure, NotReadyNodes notReadyNodes) {

    public ExpectedState(long generation, String staleFailure) {
        this(generation, staleFailure, NotReadyNodes.NONE);
    }
}
