package io.jenkins.plugins.deployworkload.image.model;

import java.io.Serializable;
import java.util.Objects;
import org.jvnet.localizer.Localizable;

/**
 * What an output holds but nobody can deploy.
 *
 * @param source {@code null} where the output as a whole could not be read
 * @param reason a sentence, worded in the language of who reads: it may be found on an agent
 */
public record RejectedOutput(Tool source, String location, Localizable reason) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Whether it is an output that could not be read at all. */
    public boolean isUnreadable() {
        return source == null;
    }

    public boolean hasFileName(String file) {
        return location.equals(file) || location.endsWith("/" + file);
    }

    /** Whether both say the same: sentences that are not worded yet are equal to none but themselves. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RejectedOutput unusable
                && source == unusable.source
                && location.equals(unusable.location)
                && reason.toString().equals(unusable.reason.toString());
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
