package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.regex.Pattern;

/** How the place of a value within a description is written. */
public final class Paths {

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]+");

    private Paths() {}

    /** A property of what is at a path. */
    public static String below(String path, String name) {
        if (name.isEmpty()) {
            return path;
        }
        return path.isEmpty() || name.startsWith("[") ? path + name : path + "." + name;
    }

    /** The entry of a map under a key, which may hold any character. */
    public static String entry(String path, String key) {
        return SIMPLE.matcher(key).matches() ? below(path, key) : path + "[\"" + key + "\"]";
    }

    /** An element of a list, counted from zero. */
    public static String element(String path, int index) {
        return path + "[" + index + "]";
    }
}
