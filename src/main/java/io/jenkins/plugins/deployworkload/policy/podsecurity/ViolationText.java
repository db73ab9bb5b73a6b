package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.Collection;
import java.util.regex.Pattern;

/** The messages that several checks use. */
final class ViolationText {

    /** Maximum length of a value or name in a message, in characters. Valid names have at most 253 characters. */
    private static final int MAX_LENGTH = 253;

    /** Matches control characters and invisible format characters, which could forge or reorder lines of a log. */
    private static final Pattern NOT_PRINTABLE = Pattern.compile("\\p{C}");

    private ViolationText() {}

    /** Says that the value must be removed. */
    static String notAllowed(Object value) {
        return Messages.ViolationText_notAllowed(quoted(value));
    }

    /** Says that the value must be removed, or replaced by one of the allowed values. */
    static String notAllowed(Object value, Collection<String> allowed) {
        return Messages.ViolationText_notAllowedUse(quoted(value), String.join(", ", allowed));
    }

    /** Says that the value, if any, is not one of the required values. */
    static String required(Object value, Collection<String> required) {
        String values = String.join(", ", required);
        return isUnset(value)
                ? Messages.ViolationText_notSet(values)
                : Messages.ViolationText_required(quoted(value), values);
    }

    /** Says that neither the container nor the pod has the required value. */
    static String notSetHereOrInPod(Collection<String> required) {
        return Messages.ViolationText_notSetHereOrInPod(String.join(", ", required));
    }

    /** Returns the value as users write it: text in quotation marks, numbers and booleans without. */
    private static String quoted(Object value) {
        return value instanceof String ? '"' + printable(value) + '"' : printable(value);
    }

    /** Returns the value as text without control characters and at most {@value #MAX_LENGTH} characters long. */
    static String printable(Object value) {
        String text = NOT_PRINTABLE.matcher(String.valueOf(value)).replaceAll("?");
        return text.codePointCount(0, text.length()) <= MAX_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)) + "…";
    }

    private static boolean isUnset(Object value) {
        return value == null || value.equals("");
    }
}
