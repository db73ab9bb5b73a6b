package io.jenkins.plugins.deployworkload.rollout.model.masking;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which values of a Kubernetes object may be secret, for everything that shows objects. An instance is a field of an
 * object; {@link #of} is the object itself. If a field may be secret, everything in it is.
 *
 * @param audience the readers of the values
 * @param secret whether the object is a Secret
 * @param custom whether the kind has no model class, so that the meaning of its fields is not known and their names decide
 * @param name the name of the field; of a list, that of the field with the list; empty for the object itself
 * @param inValues whether the field is in a list or map of {@link #LISTS_OF_VALUES}
 * @param isHidden whether the value must not be shown
 * @param isRequestPath whether the value is the path of an HTTP request, whose query may contain a token
 */
public record SecretFields(
        Audience audience,
        boolean secret,
        boolean custom,
        String name,
        boolean inValues,
        boolean isHidden,
        boolean isRequestPath) {

    /** The readers of a text with values of an object. */
    public enum Audience {
        /**
         * The log of a build, which also masks the secrets that the build knows. It shows arguments, annotations and the
         * content of ConfigMaps.
         */
        LOG,
        /** A page or a file, which masks nothing else. */
        PAGE
    }

    /** The fields of a Secret that hold its values. */
    public static final Set<String> SECRET_VALUES = Set.of("data", "stringData");

    /** Lists whose elements have a {@code value} that may be secret. Custom kinds may have maps with these names. */
    private static final Set<String> LISTS_OF_VALUES = Set.of("env", "httpHeaders");

    /** Fields of any object whose values a page does not show. */
    private static final Set<String> NOT_ON_PAGES =
            Set.of("data", "stringData", "binaryData", "args", "command", "annotations", "volumeAttributes");

    private static final String FLEX_VOLUME = "flexVolume";

    private static final String FLEX_OPTIONS = "options";

    /** Fields of custom kinds that a page does not show: the values of charts and templates. */
    private static final String CHART_VALUES = "values?|valuesObject";

    /** A part of the name of a field of a custom kind that a page does not show. */
    private static final String SECRET_WORDS = "passw|pwd|token|secret|key|credential|auth";

    private static final Pattern CUSTOM_NAMES =
            Pattern.compile(CHART_VALUES + "|.*(" + SECRET_WORDS + ").*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** The end of the name of a field in a path. Names of fields follow a dot; keys of lists and maps are in brackets. */
    private static final String END = "(?=[.\\[\\]]|$)";

    private static final Pattern PATHS = Pattern.compile(
            "(?:^|\\.)(?:" + String.join("|", NOT_ON_PAGES) + "|" + FLEX_VOLUME + "\\." + FLEX_OPTIONS + ")" + END);

    private static final Pattern CUSTOM_PATHS =
            Pattern.compile(SECRET_WORDS + "|(?:^|[.\\[])(?:" + CHART_VALUES + ")" + END, Pattern.CASE_INSENSITIVE);

    /**
     * An object.
     *
     * @param kind the kind of the object
     * @param custom whether the kind has no model class
     */
    public static SecretFields of(Audience audience, String kind, boolean custom) {
        return new SecretFields(audience, isSecret(kind), custom, "", false, false, false);
    }

    /** Whether the objects of a kind are Secrets. A patch may write the kind in any case. */
    public static boolean isSecret(String kind) {
        return "Secret".equalsIgnoreCase(kind);
    }

    /**
     * Whether a change that a log may show must be masked on a page, by the path of the field alone. A path is ambiguous,
     * because keys in it may contain any characters, so that more fields are hidden than by {@link #field}, never fewer.
     *
     * @param path a path as in {@link FieldChange}
     * @param custom whether the kind of the object has no model class
     */
    public static boolean isHiddenOnPages(String path, boolean custom) {
        return PATHS.matcher(path).find()
                || custom && CUSTOM_PATHS.matcher(path).find();
    }

    /** A field of this map, or of each element of this list. */
    public SecretFields field(String key) {
        boolean hidden = isHidden
                || inValues && key.equals("value")
                || name.isEmpty() && (secret && SECRET_VALUES.contains(key) || key.equals("stringData"))
                || name.equals("annotations") && key.equals(FieldManagers.LAST_APPLIED_ANNOTATION)
                || audience == Audience.PAGE && isHiddenOnPage(key);
        return new SecretFields(
                audience,
                secret,
                custom,
                key,
                inValues || LISTS_OF_VALUES.contains(key),
                hidden,
                name.equals("httpGet") && key.equals("path"));
    }

    private boolean isHiddenOnPage(String key) {
        return NOT_ON_PAGES.contains(key)
                || name.equals(FLEX_VOLUME) && key.equals(FLEX_OPTIONS)
                || custom && CUSTOM_NAMES.matcher(key).matches();
    }

    /**
     * The text of a value, masked as far as it may be secret.
     *
     * @param value the value of this field, which is not null
     */
    public String text(JsonNode value) {
        if (isHidden) {
            return FieldChange.MASKED;
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        int query = isRequestPath ? text.indexOf('?') : -1;
        return query < 0 ? text : text.substring(0, query + 1) + FieldChange.MASKED;
    }
}
