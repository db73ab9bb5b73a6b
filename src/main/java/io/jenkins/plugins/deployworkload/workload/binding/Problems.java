package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.ArrayList;
import java.util.List;

/** Gathers everything that is wrong, so that a person hears it at once instead of one problem a try. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    public void add(String path, String message) {
        found.add(new Problem(path, message));
    }

    public void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }

    /** Whether something was already said about this path or below it, so that a consequence needs no word of its own. */
    boolean mentions(String path) {
        return found.stream()
                .map(Problem::path)
                .anyMatch(said -> said.equals(path) || said.startsWith(path + ".") || said.startsWith(path + "["));
    }

    /** @throws InvalidDescriptionException if anything was found */
    public void throwIfAny() throws InvalidDescriptionException {
        if (!found.isEmpty()) {
            throw new InvalidDescriptionException(list());
        }
    }
}
