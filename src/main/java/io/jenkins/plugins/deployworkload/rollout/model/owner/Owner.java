package io.jenkins.plugins.deployworkload.rollout.model.owner;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The owner of an application: a Jenkins job, project or folder. Other owners may not deploy the application.
 *
 * @param instance identifies the Jenkins controller
 * @param id identifies the job, project or folder for its whole life, also after it was renamed or moved. A new job of
 *     the same name has another id
 * @param name the full name of the job, project or folder when it deployed last, for messages only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Owner(String instance, String id, String name) {

    /** In characters. */
    private static final int MAX_NAME_LENGTH = 200;

    /** Control characters, and characters that change the direction of a text. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\u2028\\u2029]");

    public Owner {
        Objects.requireNonNull(instance);
        Objects.requireNonNull(id);
        name = name == null ? "" : name;
    }

    /** The name for messages, on one line and at most 200 characters long. */
    public String label() {
        return printable(name);
    }

    /** Shortens a name for a message, and replaces characters that could change how the message looks. */
    public static String printable(String text) {
        String start = text.length() <= MAX_NAME_LENGTH ? text : text.substring(0, MAX_NAME_LENGTH) + "…";
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }
}
