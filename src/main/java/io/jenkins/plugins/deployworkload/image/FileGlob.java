package io.jenkins.plugins.deployworkload.image;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.tools.ant.types.selectors.SelectorUtils;

/**
 * Ant patterns, separated by commas, for paths with slashes: {@code **} matches any folders, {@code *} any characters
 * of a name, and {@code ?} one character. A slash at the end matches everything below the folder. Patterns are
 * case-sensitive.
 */
public final class FileGlob {

    private static final Pattern CURRENT_FOLDER = Pattern.compile("(?<=^|/)\\.(/|$)");

    private final List<String> patterns;

    public FileGlob(String list) {
        patterns = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .map(FileGlob::normalized)
                .toList();
    }

    /** Removes {@code ./}, because Ant matches {@code ./a} with no path. */
    private static String normalized(String pattern) {
        String path = pattern.replace('\\', '/');
        return CURRENT_FOLDER
                .matcher(path.endsWith("/") ? path + SelectorUtils.DEEP_TREE_MATCH : path)
                .replaceAll("");
    }

    /** Whether each pattern ends with a complete file name. */
    public boolean isName() {
        return patterns.stream()
                .map(pattern -> pattern.substring(pattern.lastIndexOf('/') + 1))
                .noneMatch(SelectorUtils::hasWildcards);
    }

    /** The patterns without wildcards. They are paths of files, which need no search. */
    public List<String> literalPaths() {
        return patterns.stream()
                .filter(pattern -> !SelectorUtils.hasWildcards(pattern))
                .toList();
    }

    /**
     * Whether a pattern needs a search below a folder. If the folder is {@code null}, whether any pattern needs a
     * search.
     */
    public boolean needsSearchIn(String folder) {
        return patterns.stream()
                .filter(SelectorUtils::hasWildcards)
                .anyMatch(pattern -> folder == null || pattern.startsWith(folder + "/"));
    }

    /** Whether a pattern matches the path of a file. */
    public boolean matches(String path) {
        String local = local(path);
        return patterns.stream().anyMatch(pattern -> SelectorUtils.matchPath(local(pattern), local, true));
    }

    /** Whether a file below the folder could match. */
    public boolean couldMatchBelow(String folder) {
        String local = local(folder);
        return patterns.stream().anyMatch(pattern -> SelectorUtils.matchPatternStart(local(pattern), local, true));
    }

    /** Ant splits paths at the separator of the platform. */
    private static String local(String path) {
        return path.replace('/', File.separatorChar);
    }
}
