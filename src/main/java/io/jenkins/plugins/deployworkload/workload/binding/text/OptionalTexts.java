package io.jenkins.plugins.deployworkload.workload.binding.text;

/** Optional texts in which the Kubernetes API gives an empty text the meaning of an absent one. */
public final class OptionalTexts {

    private OptionalTexts() {}

    /** The text, or null if it is empty. */
    public static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
