package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} in the scalars of YAML files. {@code $${} stands for <code>${</code>. A value is not searched
 * for further variables, and it cannot change the structure of the file, because the file is parsed before.
 */
public final class Variables {

    /** Leaves each text as it is, for descriptions that are not in a file. */
    public static final Variables LITERAL = new Variables(null, true);

    /**
     * Replaces only the escape {@code $${}, for descriptions that become fields of a form: what {@link YamlWriter#write}
     * has escaped is as before, and a variable stays a variable.
     */
    public static final Variables UNESCAPED = new Variables(Map.of(), true);

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern VALID_NAME = Pattern.compile(NAME);

    /** Groups: the escaped dollar sign; the text in braces; {@code null} if the closing brace is missing. */
    private static final Pattern REFERENCE = Pattern.compile("(\\$)?\\$\\{(?:([^{}]*)\\})?");

    /** The value of each variable; {@code null} to replace nothing. */
    private final Map<String, String> values;

    /** Whether a text that refers to no defined variable stays as it is. */
    private final boolean keepsUnknown;

    private Variables(Map<String, String> values, boolean keepsUnknown) {
        this.values = values;
        this.keepsUnknown = keepsUnknown;
    }

    public static Variables of(Map<String, String> values) {
        return new Variables(Map.copyOf(values), false);
    }

    /**
     * The same variables, for files that can contain {@code ${…}} for others, such as manifests with shell scripts: only
     * defined variables are replaced, and only before them, {@code $${} is an escape.
     */
    public Variables keepingUnknown() {
        return values == null || values.isEmpty() ? LITERAL : new Variables(values, true);
    }

    /** Whether a variable can have this name. */
    public static boolean isValidName(String name) {
        return VALID_NAME.matcher(name).matches();
    }

    /**
     * Returns the value of a scalar. If an unquoted scalar consists of one variable, and the value of the variable is a
     * number or a boolean in YAML, the scalar is one. Otherwise, a scalar with a variable is a string.
     *
     * @param plain whether the scalar has no quotes
     * @param problem receives the problem of each variable that is not defined
     */
    JsonNode scalar(String text, boolean plain, Consumer<String> problem) {
        if (values == null || !text.contains("${")) {
            return plain ? new PlainScalar(text) : TextNode.valueOf(text);
        }
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder replaced = new StringBuilder();
        while (reference.find()) {
            reference.appendReplacement(replaced, Matcher.quoteReplacement(replacement(reference, problem)));
        }
        reference.appendTail(replaced);
        JsonNode typed = new PlainScalar(replaced.toString());
        boolean isVariable = plain && REFERENCE.matcher(text).matches() && !text.startsWith("$$");
        return isVariable && !PlainScalar.typed(typed).isTextual() ? typed : TextNode.valueOf(replaced.toString());
    }

    private String replacement(Matcher reference, Consumer<String> problem) {
        boolean unknown = reference.group(2) == null || !values.containsKey(reference.group(2));
        if (reference.group(1) != null && (this == UNESCAPED || !(keepsUnknown && unknown))) {
            return reference.group().substring(1);
        }
        if (keepsUnknown && unknown) {
            return reference.group();
        }
        String name = reference.group(2);
        if (name == null || !isValidName(name)) {
            problem.accept(Messages.Variables_InvalidName(Quoted.of(reference.group())));
            return "";
        }
        String value = values.get(name);
        if (value == null) {
            problem.accept(
                    values.isEmpty()
                            ? Messages.Variables_NoneDefined(Quoted.of(name))
                            : Messages.Variables_Undefined(
                                    Quoted.of(name), String.join(", ", new TreeSet<>(values.keySet()))));
            return "";
        }
        return value;
    }
}
