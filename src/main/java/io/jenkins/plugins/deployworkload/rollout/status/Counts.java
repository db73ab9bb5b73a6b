package io.jenkins.plugins.deployworkload.rollout.status;

/** Reads numbers of a status, which omits zeros. */
final class Counts {

    private Counts() {}

    static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    static long orZero(Long number) {
        return number == null ? 0 : number;
    }
}
