package io.jenkins.plugins.deployworkload.rollout.status;

/** Reads the numbers in the status of an object, where an absent number means zero. */
final class Counts {

    private Counts() {}

    static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    static long orZero(Long number) {
        return number == null ? 0 : number;
    }
}
