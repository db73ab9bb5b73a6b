package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Gathers everything that is wrong, so that a person hears it at once instead of one problem a try. */
public final class Problems {

    /** In characters: a text of a megabyte may stand, by aliases, in thousands of places. */
    private static final int MAX_MESSAGE_LENGTH = 4096;

    private final List<Problem> found = new ArrayList<>();
    private final TreeSet<String> paths = new TreeSet<>();

    public void add(String path, String message) {
        found.add(new Problem(
                path,
                message.length() > MAX_MESSAGE_LENGTH ? message.substring(0, MAX_MESSAGE_LENGTH) + "…" : message));
        paths.add(path);
    }

    public void addAll(List<Problem> problems) {
        found.addAll(problems);
        problems.forEach(problem -> paths.add(problem.path()));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }

    /** Whether something was already said about this path or below it, so that a consequence needs no word of its own. */
    boolean mentions(String path) {
        return paths.contains(path) || anyBeginsWith(path + ".") || anyBeginsWith(path + "[");
    }

    /** By one look into the order: it is asked for each of what may be thousands. */
    private boolean anyBeginsWith(String start) {
        String next = paths.ceiling(start);
        return next != null && next.startsWith(start);
    }

    /** @throws InvalidDescriptionException if anything was found */
    public void throwIfAny() throws InvalidDescriptionException {
        if (!found.isEmpty()) {
            throw new InvalidDescriptionException(list());
        }
    }
}
