package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.regex.Pattern;

/** Builds the paths of values in a description, such as {@code containers[0].env[1].name}. */
public final class FieldPaths {

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]+");

    private FieldPaths() {}

    /**
     * Returns the path of a property; {@code path} is the path of its section. An empty name stands for the section
     * itself.
     */
    public static String child(String path, String name) {
        if (name.isEmpty()) {
            return path;
        }
        return path.isEmpty() || name.startsWith("[") ? path + name : path + "." + name;
    }

    /**
     * The path of a map entry: {@code labels.tier}, or {@code labels["example.com/tier"]} if the key has characters
     * that need quotes.
     */
    public static String key(String path, String key) {
        return SIMPLE.matcher(key).matches() ? child(path, key) : path + "[\"" + key + "\"]";
    }

    /** The path of a list element; the index starts at 0. */
    public static String index(String path, int index) {
        return path + "[" + index + "]";
    }
}
