package io.jenkins.plugins.deployworkload.rollout;

/** What to think of an object as it is. The sentence does not name it. */
public record Verdict(State state, String sentence) {

    /** All but {@link #WAITING} are final. */
    public enum State {
        DONE,
        WAITING,
        FAILED,
        SUPERSEDED
    }

    static Verdict done(String sentence) {
        return new Verdict(State.DONE, sentence);
    }

    static Verdict waiting(String sentence) {
        return new Verdict(State.WAITING, sentence);
    }

    static Verdict failed(String sentence) {
        return new Verdict(State.FAILED, sentence);
    }

    static Verdict superseded(String sentence) {
        return new Verdict(State.SUPERSEDED, sentence);
    }
}
