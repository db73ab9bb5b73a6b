package io.jenkins.plugins.deployworkload.rollout.status;

/** The status of an object. The message is a phrase without the name of the object. */
public record StatusResult(State state, String message) {

    /** All states except {@link #IN_PROGRESS} are final. */
    public enum State {
        HEALTHY,
        IN_PROGRESS,
        FAILED,
        SUPERSEDED
    }

    public static StatusResult healthy(String message) {
        return new StatusResult(State.HEALTHY, message);
    }

    static StatusResult inProgress(String message) {
        return new StatusResult(State.IN_PROGRESS, message);
    }

    static StatusResult failed(String message) {
        return new StatusResult(State.FAILED, message);
    }

    public static StatusResult superseded(String message) {
        return new StatusResult(State.SUPERSEDED, message);
    }
}
