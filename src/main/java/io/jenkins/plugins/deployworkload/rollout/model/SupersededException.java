package io.jenkins.plugins.deployworkload.rollout.model;

/** A newer deploy of the workload has taken over. */
public final class SupersededException extends IllegalStateException {
    private static final long serialVersionUID = 1;
}
