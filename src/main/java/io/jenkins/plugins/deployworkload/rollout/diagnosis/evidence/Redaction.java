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
 * Hides what environment variables say directly, in whatever a pod's containers print and the cluster repeats: nobody tells a
 * password from another value by its looks. What comes from Secrets is not known here, and cannot be hidden.
 */
public final class Redaction {

    private static final String MASK = "***";

    /** {@code true}, {@code 8080} and {@code prod} are in every second line, and protect nothing. */
    private static final int MIN_LENGTH = 6;

    private final List<String> values;

    private Redaction(Stream<String> values) {
        this.values = values.filter(Objects::nonNull)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(value -> value.length() >= MIN_LENGTH)
                .distinct()
                // One may be a part of another.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** @param pod {@code null} for none, which hides nothing */
    public static Redaction of(Pod pod) {
        return new Redaction(pod == null || pod.getSpec() == null ? Stream.empty() : values(pod.getSpec()));
    }

    /**
     * Of the pods that objects make, if they make any. An object's own name is said all over: what is a part of it is no
     * secret.
     */
    public static Redaction ofPodTemplates(Collection<? extends HasMetadata> makers) {
        return new Redaction(makers.stream()
                .flatMap(maker -> values(PodTemplates.of(maker).getSpec())
                        .filter(value ->
                                value != null && !maker.getMetadata().getName().contains(value))));
    }

    private static Stream<String> values(PodSpec spec) {
        return Stream.of(spec.getInitContainers(), spec.getContainers())
                .flatMap(Collection::stream)
                .map(Container::getEnv)
                .flatMap(Collection::stream)
                .map(EnvVar::getValue);
    }

    /** Hides what either of them does. */
    public Redaction and(Redaction other) {
        return new Redaction(Stream.concat(values.stream(), other.values.stream()));
    }

    /** @param text {@code null} stays that */
    public String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden == null ? null : hidden.replace(value, MASK);
        }
        return hidden;
    }
}
