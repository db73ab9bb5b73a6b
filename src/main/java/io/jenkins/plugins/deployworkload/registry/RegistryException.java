package io.jenkins.plugins.deployworkload.registry;

import org.jvnet.localizer.Localizable;

/**
 * A registry did not give the answer that was asked for. The message is a sentence in the language of the reader, because
 * readers with different languages share the cache of answers.
 */
public final class RegistryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The cause of the failure. It decides whether a deploy is refused. */
    public enum Kind {
        /** The registry has answered that it does not exist. */
        NOT_FOUND,
        /** The login is missing or not sufficient. Some registries also answer so for a repository that does not exist. */
        UNAUTHORIZED,
        /** The registry has received too many requests. */
        RATE_LIMITED,
        /** There is no answer. */
        UNREACHABLE,
        /** The answer is not one of a registry, is too large, or leads to another host. */
        UNUSABLE
    }

    private final Kind kind;
    private final Localizable sentence;

    RegistryException(Kind kind, Localizable sentence) {
        super(null, null);
        this.kind = kind;
        this.sentence = sentence;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return sentence.toString();
    }
}
