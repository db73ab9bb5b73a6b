package io.jenkins.plugins.deployworkload.rollout.model;

/** Told what happens in one rollout, one event after the other, on a virtual thread. Taking long delays only that rollout. */
@FunctionalInterface
public interface RolloutListener {

    void on(RolloutEvent event);
}
