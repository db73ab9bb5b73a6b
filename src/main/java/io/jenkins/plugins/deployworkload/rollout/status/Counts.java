package io.jenkins.plugins.deployworkload.rollout.status;

/** Reads the numbers in a status. A status omits numbers that are zero. */
final class Counts {

    private Counts() {}

    static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    static long orZero(Long number) {
        return number == null ? 0 : number;
    }
}
