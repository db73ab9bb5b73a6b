package io.jenkins.plugins.deployworkload.image;

import java.io.Serializable;
import java.util.Objects;
import org.jvnet.localizer.Localizable;

/**
 * What an output holds but nobody can deploy.
 *
 * @param source {@code null} where the output as a whole could not be read
 * @param reason a sentence, worded in the language of who reads: it may be found on an agent
 */
public record Unusable(Tool source, String where, Localizable reason) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Whether it is an output that could not be read at all. */
    boolean isUnread() {
        return source == null;
    }

    boolean isNamed(String file) {
        return where.equals(file) || where.endsWith("/" + file);
    }

    /** Whether both say the same: sentences that are not worded yet are equal to none but themselves. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Unusable unusable
                && source == unusable.source
                && where.equals(unusable.where)
                && reason.toString().equals(unusable.reason.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, where, reason.getKey());
    }

    @Override
    public String toString() {
        String sentence = reason.toString();
        String output = source == null ? where : source.at(where);
        return source == null && sentence.startsWith(where) ? sentence : output + ": " + sentence;
    }
}
