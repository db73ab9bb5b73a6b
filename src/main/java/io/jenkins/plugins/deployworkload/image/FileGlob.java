package io.jenkins.plugins.deployworkload.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Patterns as Ant has them, separated by commas, for paths that have slashes: {@code **} stands for any folders, {@code *} for
 * any characters of a name and {@code ?} for one; a slash at the end for all that is below. Upper and lower case differ.
 */
public final class FileGlob {

    private static final int MAX_PATH_LENGTH = 4096;
    private static final String ANY_FOLDERS = "**";

    /** Each by its names. */
    private final List<String[]> patterns;

    public FileGlob(String list) {
        patterns = Arrays.stream(list.replace('\\', '/').split(","))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .map(FileGlob::names)
                .toList();
    }

    private static String[] names(String pattern) {
        List<String> names = new ArrayList<>();
        for (String name : (pattern.endsWith("/") ? pattern + ANY_FOLDERS : pattern).split("/", -1)) {
            // A path that begins with a slash is nowhere below.
            if (!name.equals(".") && (!name.isEmpty() || names.isEmpty())) {
                names.add(name);
            }
        }
        return names.toArray(String[]::new);
    }

    /** Whether it says the whole name of a file. */
    public boolean isName() {
        return patterns.stream().noneMatch(names -> isWild(names[names.length - 1]));
    }

    /** The paths among the patterns, which need not be searched for. */
    public List<String> literalPaths() {
        return patterns.stream()
                .filter(names -> Arrays.stream(names).noneMatch(FileGlob::isWild))
                .map(names -> String.join("/", names))
                .toList();
    }

    /** Whether there is something to search for, in this folder or in any if it is {@code null}. */
    public boolean needsSearchIn(String folder) {
        return patterns.stream()
                .filter(names -> Arrays.stream(names).anyMatch(FileGlob::isWild))
                .anyMatch(names -> folder == null || names[0].equals(folder));
    }

    private static boolean isWild(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** Whether the path of a file is among those that are meant. */
    public boolean matches(String path) {
        if (path.length() > MAX_PATH_LENGTH) {
            return false;
        }
        String[] names = path.split("/", -1);
        return patterns.stream().anyMatch(pattern -> matches(pattern, names));
    }

    /** Whether there can be such files below a folder. */
    public boolean couldMatchBelow(String folder) {
        String[] names = folder.split("/", -1);
        return patterns.stream().anyMatch(pattern -> couldMatchBelow(pattern, names));
    }

    private static boolean couldMatchBelow(String[] pattern, String[] names) {
        for (int i = 0; i < names.length; i++) {
            if (i == pattern.length || !pattern[i].equals(ANY_FOLDERS) && !isName(pattern[i], names[i])) {
                return false;
            }
            if (pattern[i].equals(ANY_FOLDERS)) {
                return true;
            }
        }
        return pattern.length > names.length;
    }

    /** Goes back to the last {@code **} only, which is enough: what an earlier one takes more, the later one can leave. */
    private static boolean matches(String[] pattern, String[] names) {
        int at = 0;
        int from = 0;
        int lastAny = -1;
        int taken = 0;
        while (from < names.length) {
            if (at < pattern.length && pattern[at].equals(ANY_FOLDERS)) {
                lastAny = at++;
                taken = from;
            } else if (at < pattern.length && isName(pattern[at], names[from])) {
                at++;
                from++;
            } else if (lastAny >= 0) {
                at = lastAny + 1;
                from = ++taken;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at].equals(ANY_FOLDERS)) {
            at++;
        }
        return at == pattern.length;
    }

    private static boolean isName(String pattern, String name) {
        int at = 0;
        int from = 0;
        int lastAny = -1;
        int taken = 0;
        while (from < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                lastAny = at++;
                taken = from;
            } else if (at < pattern.length()
                    && (pattern.charAt(at) == '?' || pattern.charAt(at) == name.charAt(from))) {
                at++;
                from++;
            } else if (lastAny >= 0) {
                at = lastAny + 1;
                from = ++taken;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
