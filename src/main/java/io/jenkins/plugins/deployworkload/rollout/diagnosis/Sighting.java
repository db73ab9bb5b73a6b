package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * What a signal has seen, before anybody has judged how much it matters.
 *
 * @param signal key of the grace; one that {@link Graces} does not know never ends a rollout
 * @param pod which one it concerns; {@code null} if pods cannot even be made
 * @param finding with the severity still to be decided
 * @param mending whether what is under way may end it: nothing is told of it as yet, and its grace has not begun
 */
record Sighting(String signal, Pod pod, Finding finding, boolean mending) {

    static Sighting of(Text text, Pod pod, Place where, String since, String evidence) {
        Finding finding =
                new Finding(text.signal(), Severity.INFO, text.what(), where, since, evidence, text.advice(), null);
        return new Sighting(text.signal(), pod, finding, false);
    }

    /** The event's own words, at a pod, or at the container that it names. */
    static Sighting of(Text text, Pod pod, Event event) {
        return of(text, pod, Pods.place(pod, event), Events.time(event), event.getMessage());
    }

    /** The same, with another key of the grace. */
    Sighting as(String other) {
        return new Sighting(other, pod, finding, mending);
    }

    /** The same, as long as what is under way may end it. */
    Sighting whileMending() {
        return new Sighting(signal, pod, finding, true);
    }

    /**
     * What is said about a signal.
     *
     * @param signal its short name
     */
    record Text(String signal, String what, String advice) {}
}
