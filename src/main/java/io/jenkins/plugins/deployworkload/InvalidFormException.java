package io.jenkins.plugins.deployworkload;

import java.io.PrintWriter;

/**
 * The form contains invalid values. Pipeline's snippet generators show the message of this exception in place of the
 * snippet. If the descriptor threw Jenkins' {@code FormException} instead, the generators would show nothing.
 */
final class InvalidFormException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidFormException(String message) {
        super(message);
    }

    /** Prints the message without a stack trace, because the snippet generators show this output to the user. */
    @Override
    public void printStackTrace(PrintWriter writer) {
        writer.println(getMessage());
    }
}
