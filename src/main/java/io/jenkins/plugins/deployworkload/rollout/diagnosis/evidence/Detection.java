package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;

/**
 * What a signal has seen, before anybody has judged how much it matters.
 *
 * @param graceKey key of the grace; one that {@link GracePeriods} does not know never ends a rollout
 * @param pod which one it concerns; {@code null} if pods cannot even be made
 * @param finding with the severity still to be decided
 * @param recovering whether what is under way may end it: nothing is told of it as yet, and its grace has not begun
 */
public record Detection(String graceKey, Pod pod, Finding finding, boolean recovering) {

    public static Detection of(Text text, Pod pod, Location where, String since, String evidence) {
        Finding finding =
                new Finding(text.signal(), Severity.INFO, text.summary(), where, since, evidence, text.advice(), null);
        return new Detection(text.signal(), pod, finding, false);
    }

    /** The event's own words, at a pod, or at the container that it names. */
    public static Detection of(Text text, Pod pod, Event event) {
        return of(text, pod, Pods.location(pod, event), Events.lastSeen(event), event.getMessage());
    }

    /** The same, with another key of the grace. */
    public Detection withGraceKey(String other) {
        return new Detection(other, pod, finding, recovering);
    }

    /** The same, as long as what is under way may end it. */
    public Detection asRecovering() {
        return new Detection(graceKey, pod, finding, true);
    }

    /**
     * What is said about a signal.
     *
     * @param signal its short name
     */
    public record Text(String signal, String summary, String advice) {}
}
