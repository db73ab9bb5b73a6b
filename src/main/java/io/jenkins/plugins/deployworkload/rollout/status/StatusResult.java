package io.jenkins.plugins.deployworkload.rollout.status;

/** What to think of an object as it is. The sentence does not name it. */
public record StatusResult(State state, String message) {

    /** All but {@link #IN_PROGRESS} are final. */
    public enum State {
        HEALTHY,
        IN_PROGRESS,
        FAILED,
        SUPERSEDED
    }

    public static StatusResult healthy(String sentence) {
        return new StatusResult(State.HEALTHY, sentence);
    }

    static StatusResult inProgress(String sentence) {
        return new StatusResult(State.IN_PROGRESS, sentence);
    }

    static StatusResult failed(String sentence) {
        return new StatusResult(State.FAILED, sentence);
    }

    public static StatusResult superseded(String sentence) {
        return new StatusResult(State.SUPERSEDED, sentence);
    }
}
