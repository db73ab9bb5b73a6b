package io.jenkins.plugins.deployworkload.rollout.model;

/** Thrown when a newer deploy of the same workload has taken over. */
public final class SupersededException extends IllegalStateException {
    private static final long serialVersionUID = 1;
}
