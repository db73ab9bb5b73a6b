package io.jenkins.plugins.deployworkload.rollout.status;

/**
 * The state that a status reader compares an object with.
 *
 * @param generation the generation of the object after the apply
 * @param staleFailure the time of a failure that was already in the object's status before the apply; {@code null} if
 *     there was none. The status reader ignores this failure until the controller clears it
 * @param notReadyNodes nodes that a DaemonSet does not wait for
 * @param updated whether the apply changed an object that existed before, so that its status may be older than the apply
 * @param settled whether a controller has had enough time to write the status since the apply
 */
public record ExpectedState(
        long generation, String staleFailure, NotReadyNodes notReadyNodes, boolean updated, boolean settled) {

    public ExpectedState(long generation, String staleFailure) {
        this(generation, staleFailure, NotReadyNodes.NONE, false, false);
    }

    public ExpectedState(long generation, String staleFailure, NotReadyNodes notReadyNodes) {
        this(generation, staleFailure, notReadyNodes, false, false);
    }

    public ExpectedState(long generation, String staleFailure, boolean updated, boolean settled) {
        this(generation, staleFailure, NotReadyNodes.NONE, updated, settled);
    }
}
