package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Masks the literal values of environment variables in logs and messages. Every value is masked, because a password
 * looks like any other value. Values that a pod gets from Secrets are not masked, because this class does not read
 * Secrets.
 */
public final class Redaction {

    private static final String MASK = "***";

    /**
     * The minimum length of a masked value, in characters. Shorter values such as {@code true}, {@code 8080} and {@code
     * prod} are common in logs and are rarely secret.
     */
    private static final int MIN_LENGTH = 6;

    private final List<String> values;

    private Redaction(Stream<String> values) {
        this.values = values.filter(Objects::nonNull)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(value -> value.length() >= MIN_LENGTH)
                .distinct()
                // Mask the longest values first, because a value can contain a shorter value.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** @param pod the pod whose environment variables are masked; if {@code null}, nothing is masked */
    public static Redaction of(Pod pod) {
        return new Redaction(pod == null || pod.getSpec() == null ? Stream.empty() : values(pod.getSpec()));
    }

    /**
     * Masks values of the objects' pod templates. If a value also occurs in the name of the object that has the pod
     * template, the value is not masked, because it is not secret.
     */
    public static Redaction ofPodTemplates(Collection<? extends HasMetadata> controllers) {
        return new Redaction(controllers.stream()
                .flatMap(controller -> values(PodTemplates.of(controller).getSpec())
                        .filter(value -> value != null
                                && !controller.getMetadata().getName().contains(value))));
    }

    private static Stream<String> values(PodSpec spec) {
        return Stream.of(spec.getInitContainers(), spec.getContainers())
                .flatMap(Collection::stream)
                .map(Container::getEnv)
                .flatMap(Collection::stream)
                .map(EnvVar::getValue);
    }

    /** Returns a redaction that masks the values of both redactions. */
    public Redaction and(Redaction other) {
        return new Redaction(Stream.concat(values.stream(), other.values.stream()));
    }

    /** @param text the text to mask; {@code null} is returned as {@code null} */
    public String hide(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked == null ? null : masked.replace(value, MASK);
        }
        return masked;
    }
}
