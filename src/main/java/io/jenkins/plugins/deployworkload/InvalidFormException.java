package io.jenkins.plugins.deployworkload;

import java.io.PrintWriter;

/**
 * Problems of a form that Pipeline's snippet generators show in place of the snippet. The generators print the stack
 * trace of a {@link RuntimeException}, and show nothing for Jenkins' {@code FormException}.
 */
final class InvalidFormException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidFormException(String message) {
        super(message);
    }

    /** Prints the message only, because the generators show the output to the user. */
    @Override
    public void printStackTrace(PrintWriter writer) {
        writer.println(getMessage());
    }
}
