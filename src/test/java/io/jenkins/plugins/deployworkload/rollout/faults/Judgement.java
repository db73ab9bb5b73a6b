package io.jenkins.plugins.deployworkload.rollout.faults;

/**
 * What is to be thought of how a rollout ended.
 *
 * @param why for a person who looks into it
 */
record Judgement(Kind kind, String why) {

    /** From good to bad; everything from {@link #GAVE_UP} on is a fault of the engine. */
    enum Kind {
        /** It ended as it would have ended without the trouble. */
        RIGHT,
        /** It did not, and says truly what was in the way and what was applied. */
        SAID_OTHERWISE,
        /** It says truly what was in the way, but that was over soon, and it should have gone on. */
        GAVE_UP,
        /** It says that all is well, and it is not. */
        FALSE_SUCCESS,
        /** It says that the workload does not run, or that somebody else changed it, and that is not so. */
        FALSE_FAILURE,
        /** What it says of the end state, or of the reason, is not so, or the record in the cluster says something else. */
        UNTRUE,
        /** It did not end, or left connections open. */
        NEVER_ENDED,
        /** The next deploy, without any trouble, does not get through. */
        NO_WAY_ON
    }

    boolean isFault() {
        return kind.compareTo(Kind.GAVE_UP) >= 0;
    }

    static Judgement right() {
        return new Judgement(Kind.RIGHT, "");
    }
}
