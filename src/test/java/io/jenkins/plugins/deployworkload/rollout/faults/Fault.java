package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** A kind of fault. In each run, the time and the details of the fault are random. */
sealed interface Fault
        permits ConnectionFault, HttpFault, RbacFault, ControlPlaneFault, DiscoveryFault, HistoryFault, EngineFault {

    /** The timeout of a rollout, unless the fault overrides {@link #timeout}. Every fault is shorter. */
    Duration TIMEOUT = Duration.ofSeconds(60);

    /** The approximate number of requests that a rollout sends before it waits. */
    int EXPECTED_REQUESTS = 20;

    /**
     * All faults: of connections, of HTTP requests, of permissions, of discovery, of the revision history, of the
     * engine, and of the control plane.
     */
    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(List.of(ConnectionFault.values()));
        all.addAll(List.of(HttpFault.values()));
        all.addAll(List.of(RbacFault.values()));
        all.addAll(List.of(DiscoveryFault.values()));
        all.addAll(List.of(HistoryFault.values()));
        all.addAll(List.of(EngineFault.values()));
        all.addAll(List.of(ControlPlaneFault.values()));
        return all;
    }

    String name();

    /** A sentence for the table in the documentation. */
    String description();

    /** Matches the reasons that a rollout can correctly report for this fault. */
    Pattern truthfulReason();

    /**
     * Injects the fault into one rollout.
     *
     * @param run the number of the run, from 0
     */
    InjectedFault inject(FaultEnvironment environment, Random random, int run);

    /**
     * The scenario of a run. By default, the runs use all common scenarios in turn. A fault that can occur only in certain
     * scenarios overrides this method.
     */
    default Scenario scenario(int run) {
        List<Scenario> all = Scenario.common();
        return all.get(Math.floorMod(run * 3 + name().hashCode(), all.size()));
    }

    /** The timeout of the rollouts. */
    default Duration timeout() {
        return TIMEOUT;
    }

    /**
     * Whether the fault takes too long to be tested in every build. A fault that takes too long is tested only with
     * {@code -Dfaults.full}.
     */
    default boolean isManualOnly() {
        return false;
    }

    /**
     * Whether the fault concerns only the stored history. The next deploy must succeed in any case and store its
     * revision.
     */
    default boolean isOfHistory() {
        return false;
    }

    /** Whether the fault affects all clients of the control plane, not only the rollout under test. */
    default boolean isOutage() {
        return false;
    }
}
