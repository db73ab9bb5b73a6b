package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** A kind of fault. The details and the time of the fault are random in each run. */
sealed interface Fault permits ConnectionFault, HttpFault, RbacFault, ControlPlaneFault {

    /** The timeout of a rollout. Every fault is shorter. */
    Duration TIMEOUT = Duration.ofSeconds(60);

    /** The approximate number of requests that a rollout sends before it waits. */
    int EXPECTED_REQUESTS = 20;

    /** All faults, from connections up to the control plane. */
    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(List.of(ConnectionFault.values()));
        all.addAll(List.of(HttpFault.values()));
        all.addAll(List.of(RbacFault.values()));
        all.addAll(List.of(ControlPlaneFault.values()));
        return all;
    }

    String name();

    /** A sentence for the table in the documentation. */
    String description();

    /** Matches the reasons that a rollout may correctly report for this fault. */
    Pattern truthfulReason();

    /**
     * Injects the fault into one rollout.
     *
     * @param run the number of the run, from 0
     */
    InjectedFault inject(FaultEnvironment environment, Random random, int run);

    /** The scenario of a run. The runs use all scenarios in turn, unless the fault needs certain scenarios. */
    default Scenario scenario(int run) {
        List<Scenario> all = List.of(Scenario.values());
        return all.get(Math.floorMod(run * 3 + name().hashCode(), all.size()));
    }

    /** The timeout of the rollouts. */
    default Duration timeout() {
        return TIMEOUT;
    }

    /** Whether the fault takes too long to be tested in every build; it then runs only with {@code -Dfaults.full}. */
    default boolean isManualOnly() {
        return false;
    }

    /** Whether the fault affects all clients, including deploys without an injected fault. */
    default boolean isOutage() {
        return false;
    }
}
