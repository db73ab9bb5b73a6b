package io.jenkins.plugins.deployworkload.manifest.value;

/** Converts three-state choices of the model for fields that are true or absent in the API. */
public final class Flags {

    private Flags() {}

    /**
     * Returns {@code null} instead of {@code false}. The API server drops {@code false} from such a field, so that an object
     * with {@code false} would differ from the stored one for ever.
     */
    public static Boolean trueOrNull(Boolean flag) {
        return Boolean.TRUE.equals(flag) ? flag : null;
    }
}
