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

    @Override
    public String toString() {
        String output = source == null ? where : source.label() + ", " + where;
        return source == null && reason.startsWith(where) ? reason : output + ": " + reason;
    }
}
