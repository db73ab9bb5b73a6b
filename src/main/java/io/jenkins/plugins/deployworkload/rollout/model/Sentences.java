package io.jenkins.plugins.deployworkload.rollout.model;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Joins messages into one text and adds missing full stops, because messages of the API server and of admission
 * webhooks often have none.
 */
public final class Sentences {

    private Sentences() {}

    public static String join(String... messages) {
        return join(List.of(messages));
    }

    /** Ends each message with a full stop and separates them with spaces. Blank messages are left out. */
    public static String join(Collection<String> messages) {
        return messages.stream()
                .filter(message -> !message.isBlank())
                .map(Sentences::of)
                .collect(Collectors.joining(" "));
    }

    /** Adds a full stop, unless the message already ends a sentence. */
    public static String of(String message) {
        String stripped = message.strip();
        String last = stripped.replaceFirst("[)\"'\u201d\u2019]+$", "");
        boolean ended = !last.isEmpty() && ".!?\u2026".indexOf(last.charAt(last.length() - 1)) >= 0;
        return ended ? stripped : stripped + ".";
    }
}
