package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A document of a YAML text, with the location of each of its values. */
public final class YamlDocument {

    private final String name;
    private final JsonNode tree;
    private final Map<String, Mark> marks;

    YamlDocument(String name, JsonNode tree, Map<String, Mark> marks) {
        this.name = name;
        this.tree = tree;
        this.marks = marks;
    }

    /** The value of the document; scalars are strings. */
    JsonNode tree() {
        return tree;
    }

    /** The value of the document; scalars have the type that their text has in YAML. */
    public JsonNode typedTree() {
        return PlainScalar.typed(tree);
    }

    /**
     * The location of a value, such as {@code web.yaml:12:5}; that of its closest parent if the value is missing.
     *
     * @param path the path of the value in this document
     */
    public String location(String path) {
        return location(name, mark(path));
    }

    /** Returns the problems in the order of the file, and adds the location of each problem. */
    List<Problem> withLocations(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt(problem -> mark(problem.path()).getIndex()))
                .map(problem -> new Problem(problem.path(), problem.message(), location(problem.path())))
                .toList();
    }

    private Mark mark(String path) {
        String closest = path;
        while (!marks.containsKey(closest)) {
            closest = closest.substring(0, Math.max(0, Math.max(closest.lastIndexOf('.'), closest.lastIndexOf('['))));
        }
        return marks.get(closest);
    }

    static String location(String name, Mark mark) {
        return (name.isEmpty() ? "" : name + ":") + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }
}
