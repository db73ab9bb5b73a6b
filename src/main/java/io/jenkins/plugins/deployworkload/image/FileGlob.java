package io.jenkins.plugins.deployworkload.image;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.tools.ant.types.selectors.SelectorUtils;

/**
 * One or more Ant patterns, separated by commas, for paths with slashes. {@code **} matches any number of folders,
 * {@code *} matches any characters except slashes, and {@code ?} matches one character. A pattern with a slash at the
 * end matches everything below the folder. Patterns are case-sensitive.
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

    /** Removes {@code ./} from a pattern, because Ant's pattern {@code ./a} matches no path, not even {@code a}. */
    private static String normalized(String pattern) {
        String path = pattern.replace('\\', '/');
        return CURRENT_FOLDER
                .matcher(path.endsWith("/") ? path + SelectorUtils.DEEP_TREE_MATCH : path)
                .replaceAll("");
    }

    /** Whether each pattern ends with a file name without wildcards. */
    public boolean isName() {
        return patterns.stream()
                .map(pattern -> pattern.substring(pattern.lastIndexOf('/') + 1))
                .noneMatch(SelectorUtils::hasWildcards);
    }

    /** The patterns without wildcards. A pattern without wildcards is the path of one file, so no search is needed. */
    public List<String> literalPaths() {
        return patterns.stream()
                .filter(pattern -> !SelectorUtils.hasWildcards(pattern))
                .toList();
    }

    /**
     * Whether the folder has to be searched, because a pattern with wildcards starts with the folder. If the folder is
     * {@code null}, whether any pattern has wildcards.
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

    /** Converts slashes to the platform's separator, because Ant splits paths and patterns at this separator. */
    private static String local(String path) {
        return path.replace('/', File.separatorChar);
    }
}
