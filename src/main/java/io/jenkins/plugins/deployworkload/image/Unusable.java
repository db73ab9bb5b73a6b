package io.jenkins.plugins.deployworkload.image;

import java.io.Serializable;

/**
 * What an output holds but nobody can deploy.
 *
 * @param source {@code null} where the output as a whole could not be read
 * @param reason a sentence in the language of who reads
 */
public record Unusable(Tool source, String where, String reason) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Whether it is an output that could not be read at all. */
    boolean isUnread() {
        return source == null;
    }

    boolean isNamed(String file) {
        return where.equals(file) || where.endsWith("/" + file);
    }

    @Override
    public String toString() {
        String output = source == null ? where : source.at(where);
        return source == null && reason.startsWith(where) ? reason : output + ": " + reason;
    }
}
