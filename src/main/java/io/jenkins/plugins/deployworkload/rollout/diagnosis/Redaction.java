package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Hides what a pod's environment variables say directly, in whatever its containers print: nobody tells a password from
 * another value by its looks. What comes from Secrets is not known here, and cannot be hidden.
 */
public final class Redaction {

    private static final String HIDDEN = "***";

    /** {@code true}, {@code 8080} and {@code prod} are in every second line, and protect nothing. */
    private static final int SHORTEST = 6;

    private final List<String> values;

    private Redaction(Stream<String> values) {
        this.values = values.flatMap(String::lines)
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                // One may be a part of another.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** @param pod {@code null} for none, which hides nothing */
    static Redaction of(Pod pod) {
        return new Redaction(
                pod == null || pod.getSpec() == null
                        ? Stream.empty()
                        : Stream.of(
                                        pod.getSpec().getInitContainers(),
                                        pod.getSpec().getContainers())
                                .flatMap(Collection::stream)
                                .map(Container::getEnv)
                                .flatMap(Collection::stream)
                                .map(EnvVar::getValue)
                                .filter(Objects::nonNull));
    }

    /**
     * @param values of a workload's own environment variables; {@code null} among them is none
     * @param name of the workload, which is said all over: what is a part of it is no secret
     */
    public static Redaction ofValues(Stream<String> values, String name) {
        return new Redaction(values.filter(value -> value != null && !name.contains(value)));
    }

    /** @param text {@code null} stays that */
    public String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden == null ? null : hidden.replace(value, HIDDEN);
        }
        return hidden;
    }
}
