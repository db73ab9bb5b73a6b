package io.jenkins.plugins.deployworkload.image.model;

import java.io.Serializable;
import java.util.Objects;
import org.jvnet.localizer.Localizable;

/**
 * An output that cannot be read, or a part of an output that cannot be used.
 *
 * @param source the tool that wrote the output; {@code null} if the whole output could not be read
 * @param reason the reason as one sentence. The sentence is translated when a user reads it, because an agent may have
 *     created it and agents do not know the user's language
 */
public record RejectedOutput(Tool source, String location, Localizable reason) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Whether the whole output could not be read. */
    public boolean isUnreadable() {
        return source == null;
    }

    public boolean hasFileName(String file) {
        return location.equals(file) || location.endsWith("/" + file);
    }

    /** Compares reasons by their text, because {@link Localizable} has no {@code equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RejectedOutput rejected
                && source == rejected.source
                && location.equals(rejected.location)
                && reason.toString().equals(rejected.reason.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, location, reason.getKey());
    }

    @Override
    public String toString() {
        String sentence = reason.toString();
        String output = source == null ? location : source.outputAt(location);
        return source == null && sentence.startsWith(location) ? sentence : output + ": " + sentence;
    }
}
