package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** A kind of trouble. What exactly happens, and when, is drawn for each run. */
sealed interface Fault permits ConnectionFault, HttpFault, RbacFault, ControlPlaneFault {

    /** No trouble lasts as long. */
    Duration TIMEOUT = Duration.ofSeconds(60);

    /** Before it waits a rollout sends about as many requests. */
    int EXPECTED_REQUESTS = 20;

    /** All of them, from the wire up. */
    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(List.of(ConnectionFault.values()));
        all.addAll(List.of(HttpFault.values()));
        all.addAll(List.of(RbacFault.values()));
        all.addAll(List.of(ControlPlaneFault.values()));
        return all;
    }

    String name();

    /** What happens, for a reader of the table. */
    String description();

    /** What a truthful rollout may say of it. */
    Pattern truthfulReason();

    /**
     * Sets it up for one rollout.
     *
     * @param run counts the runs of a cell, from 0 on
     */
    InjectedFault inject(FaultEnvironment site, Random random, int run);

    /** What is deployed in a run: all stories in turn, where the trouble does not say which. */
    default Scenario scenario(int run) {
        List<Scenario> all = List.of(Scenario.values());
        return all.get(Math.floorMod(run * 3 + name().hashCode(), all.size()));
    }

    /** How long a rollout may take. */
    default Duration timeout() {
        return TIMEOUT;
    }

    /** Whether it takes too long for every build. */
    default boolean isManualOnly() {
        return false;
    }

    /** Whether everybody suffers, also who deploys without this cell's trouble. */
    default boolean isOutage() {
        return false;
    }
}
