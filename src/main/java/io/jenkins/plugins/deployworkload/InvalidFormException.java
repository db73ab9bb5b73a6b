package io.jenkins.plugins.deployworkload;

import java.io.PrintWriter;

/**
 * What is wrong with a form, said where the snippet would stand. The generators show what a {@link RuntimeException} prints,
 * and are silent about Jenkins' own exception for forms.
 */
final class InvalidFormException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidFormException(String message) {
        super(message);
    }

    /** Only what is to be told to who fills in the form. */
    @Override
    public void printStackTrace(PrintWriter to) {
        to.println(getMessage());
    }
}
