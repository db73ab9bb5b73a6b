package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Collects the problems of a description, so that users see all of them at once. Not safe for use by several threads. */
public final class Problems {

    /**
     * In characters. The limit is needed because YAML aliases can repeat a text of a megabyte in thousands of places.
     */
    private static final int MAX_MESSAGE_LENGTH = 4096;

    private final List<Problem> problems = new ArrayList<>();
    private final TreeSet<String> paths = new TreeSet<>();
    private final Map<String, String> writtenPaths = new HashMap<>();

    /** Reports problems at a path, and below it, at the path where the description has the value. */
    void writtenAs(String path, String writtenPath) {
        writtenPaths.put(path, writtenPath);
    }

    private String written(String path) {
        return writtenPaths.entrySet().stream()
                .filter(entry -> path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "."))
                .findFirst()
                .map(entry -> entry.getValue() + path.substring(entry.getKey().length()))
                .orElse(path);
    }

    public void add(String path, String message) {
        String written = written(path);
        problems.add(new Problem(
                written,
                message.length() > MAX_MESSAGE_LENGTH ? message.substring(0, MAX_MESSAGE_LENGTH) + "…" : message));
        paths.add(written);
    }

    public void addAll(List<Problem> others) {
        problems.addAll(others);
        others.forEach(problem -> paths.add(problem.path()));
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    public List<Problem> list() {
        return List.copyOf(problems);
    }

    /**
     * Whether the binder has reported a problem at this path or below it. If the binder has reported a problem, the
     * validator does not also report the value as missing.
     */
    boolean mentions(String path) {
        String written = written(path);
        return paths.contains(written) || anyStartsWith(written + ".") || anyStartsWith(written + "[");
    }

    /** Searches the sorted set instead of comparing all paths, because a description can have thousands of problems. */
    private boolean anyStartsWith(String prefix) {
        String next = paths.ceiling(prefix);
        return next != null && next.startsWith(prefix);
    }

    /** @throws InvalidDescriptionException if there are problems */
    public void throwIfAny() throws InvalidDescriptionException {
        if (!problems.isEmpty()) {
            throw new InvalidDescriptionException(list());
        }
    }
}
