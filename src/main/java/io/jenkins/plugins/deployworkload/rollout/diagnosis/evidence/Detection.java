package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.time.Duration;

/**
 * A problem that a detector has found, before {@code Diagnosis} decides its severity.
 *
 * @param graceKey key of the grace period; a detection whose key is not in {@code GracePeriods} never fails a rollout
 * @param clock name of the clock that measures the grace period. The clock starts with the first detection that has this
 *     name and stops when there is none
 * @param pod the pod with the problem; {@code null} if no pod can be created
 * @param finding the finding, with a preliminary severity
 * @param recovering whether an operation in progress, such as the termination of pods, can resolve the problem. The
 *     problem is reported only after the operation, when its grace period starts
 * @param delay how long the problem must last before it is reported
 */
public record Detection(String graceKey, String clock, Pod pod, Finding finding, boolean recovering, Duration delay) {

    public static Detection of(Text text, Pod pod, Location location, String since, String evidence) {
        // A reason, a name or a time may be any text. The evidence is masked and cleaned later.
        Finding finding = new Finding(
                text.signal(),
                Severity.INFO,
                UntrustedText.line(text.summary()),
                new Location(
                        location.kind(), UntrustedText.line(location.name()), UntrustedText.line(location.container())),
                UntrustedText.line(since),
                evidence,
                text.advice(),
                null);
        return new Detection(text.signal(), text.signal(), pod, finding, false, Duration.ZERO);
    }

    /**
     * Returns a detection from a warning event about a pod. If the event names a container, the location of the finding
     * is this container.
     */
    public static Detection of(Text text, Pod pod, Event event) {
        return of(text, pod, event, event.getMessage());
    }

    /** Like {@link #of(Text, Pod, Event)}, with another text than the message of the event. */
    public static Detection of(Text text, Pod pod, Event event, String evidence) {
        return of(text, pod, Pods.location(pod, event), Events.lastSeen(event), evidence);
    }

    /** Returns the same detection with another key of the grace period, and with a clock of its own. */
    public Detection withGraceKey(String key) {
        return new Detection(key, key, pod, finding, recovering, delay);
    }

    /**
     * Returns the same detection with another grace period of its signal. The clock stays the same, so the time before a
     * change of the variant counts.
     *
     * @param variant the part of the key after the signal, such as {@code update} for {@code CrashLoop.update}
     */
    public Detection withVariant(String variant) {
        return new Detection(finding.signal() + "." + variant, clock, pod, finding, recovering, delay);
    }

    /** Returns the same detection, marked as recovering. */
    public Detection asRecovering() {
        return new Detection(graceKey, clock, pod, finding, true, delay);
    }

    /** Returns the same detection, which is reported only after it has lasted for a time. */
    public Detection reportedAfter(Duration time) {
        return new Detection(graceKey, clock, pod, finding, recovering, time);
    }

    /**
     * The texts of a finding.
     *
     * @param signal the name of the signal
     */
    public record Text(String signal, String summary, String advice) {}
}
