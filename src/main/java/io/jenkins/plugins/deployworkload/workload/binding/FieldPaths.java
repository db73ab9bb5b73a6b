package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.regex.Pattern;

/** How the place of a value within a description is written. */
public final class FieldPaths {

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]+");

    private FieldPaths() {}

    /** A property of what is at a path. */
    public static String child(String path, String name) {
        if (name.isEmpty()) {
            return path;
        }
        return path.isEmpty() || name.startsWith("[") ? path + name : path + "." + name;
    }

    /** The entry of a map under a key, which may hold any character. */
    public static String key(String path, String key) {
        return SIMPLE.matcher(key).matches() ? child(path, key) : path + "[\"" + key + "\"]";
    }

    /** An element of a list, counted from zero. */
    public static String index(String path, int index) {
        return path + "[" + index + "]";
    }
}
