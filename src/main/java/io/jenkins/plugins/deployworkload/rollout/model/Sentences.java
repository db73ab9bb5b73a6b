package io.jenkins.plugins.deployworkload.rollout.model;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Joins messages to text. What the API server or an admission webhook says often lacks a full stop. */
public final class Sentences {

    private Sentences() {}

    public static String join(String... messages) {
        return join(List.of(messages));
    }

    /** Each with a full stop at its end, a space between them; blank messages are left out. */
    public static String join(Collection<String> messages) {
        return messages.stream()
                .filter(message -> !message.isBlank())
                .map(Sentences::of)
                .collect(Collectors.joining(" "));
    }

    /** With a full stop at its end, unless it ends as a sentence already. */
    public static String of(String message) {
        String stripped = message.strip();
        String last = stripped.replaceFirst("[)\"'\u201d\u2019]+$", "");
        boolean ended = !last.isEmpty() && ".!?\u2026".indexOf(last.charAt(last.length() - 1)) >= 0;
        return ended ? stripped : stripped + ".";
    }
}
