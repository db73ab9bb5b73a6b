package io.jenkins.plugins.deployworkload.image;

import java.util.regex.Pattern;

/** An Ant pattern of {@code **}{@code /}, {@code *} and plain characters, compared with a path that has slashes. */
final class FileGlob {

    private static final int LIMIT = 4096;

    private final String pattern;
    private final Pattern compiled;

    FileGlob(String pattern) {
        this.pattern = pattern;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (pattern.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    String pattern() {
        return pattern;
    }

    /** Whether it says the whole name of a file. */
    boolean isName() {
        return pattern.lastIndexOf('*') < pattern.lastIndexOf('/');
    }

    boolean matches(String path) {
        return path.length() <= LIMIT && compiled.matcher(path).matches();
    }
}
