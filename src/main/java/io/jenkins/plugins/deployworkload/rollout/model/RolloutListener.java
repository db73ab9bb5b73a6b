package io.jenkins.plugins.deployworkload.rollout.model;

/**
 * Receives the events of one rollout, one at a time, on a virtual thread. A slow listener delays only its own rollout.
 */
@FunctionalInterface
public interface RolloutListener {

    void on(RolloutEvent event);
}
