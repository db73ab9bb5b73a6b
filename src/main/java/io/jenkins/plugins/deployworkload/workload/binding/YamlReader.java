package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Parses each document of a YAML text into a JSON tree, and records the location of each value. The reader also accepts
 * JSON, which is a subset of YAML.
 *
 * <p>Tags are refused, so that a text cannot instantiate Java types. Scalars stay strings until the type of the
 * property is known: {@code 0400} can be an octal file mode, and {@code 1.10} a version. Size, depth and the number of
 * values are limited. Each use of an alias counts as a full copy of the value that the alias refers to.
 */
public final class YamlReader {

    /** The maximum size of a text, in characters. */
    public static final int MAX_CHARACTERS = 1 << 20;

    private YamlReader() {}

    /**
     * Binds each document of a YAML text to a section.
     *
     * @param name the file name, for the locations of problems
     * @throws InvalidDescriptionException if the text is not YAML, has no document, or a section is invalid
     */
    public static <T extends Section> List<T> read(String text, String name, Class<T> type)
            throws InvalidDescriptionException {
        List<T> sections = new ArrayList<>();
        Problems allProblems = new Problems();
        for (Document document : parse(text, name)) {
            Problems problems = new Problems();
            sections.add(Binder.bind(document.tree(), type, problems));
            allProblems.addAll(document.withLocations(problems.list()));
        }
        if (sections.isEmpty() && allProblems.isEmpty()) {
            throw new InvalidDescriptionException(List.of(new Problem("", Messages.YamlReader_NoWorkload(), name)));
        }
        allProblems.throwIfAny();
        return sections;
    }

    private static List<Document> parse(String text, String name) throws InvalidDescriptionException {
        if (text.length() > MAX_CHARACTERS) {
            throw invalid(Messages.YamlReader_TooLarge(Integer.toString(MAX_CHARACTERS)), name);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_CHARACTERS)
                // The buffer holds the whole text, because snakeyaml-engine fails if a surrogate pair crosses a buffer
                // boundary.
                .setBufferSize(text.length() + 2)
                .build();
        List<Document> documents = new ArrayList<>();
        try {
            YamlTreeBuilder builder =
                    new YamlTreeBuilder(new Parse(settings).parseString(text).iterator());
            for (Event event = builder.next(); event != null; event = builder.next()) {
                if (event instanceof DocumentStartEvent) {
                    JsonNode node = builder.document();
                    if (!node.isNull()) {
                        documents.add(new Document(name, node, builder.marks()));
                    }
                }
            }
        } catch (YamlTreeBuilder.RefusedYamlException e) {
            throw invalid(e.getMessage(), location(name, e.mark()));
        } catch (MarkedYamlEngineException e) {
            throw invalid(
                    Messages.YamlReader_InvalidYaml(e.getProblem()),
                    e.getProblemMark().map(mark -> location(name, mark)).orElse(name));
        } catch (YamlEngineException e) {
            throw invalid(Messages.YamlReader_InvalidYaml(e.getMessage()), name);
        }
        return documents;
    }

    private static InvalidDescriptionException invalid(String message, String location) {
        return new InvalidDescriptionException(List.of(new Problem("", message, location)));
    }

    private static String location(String name, Mark mark) {
        return name + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private record Document(String name, JsonNode tree, Map<String, Mark> marks) {

        /** Returns the problems in the order of the file, and adds the location of each problem. */
        List<Problem> withLocations(List<Problem> problems) {
            return problems.stream()
                    .sorted(Comparator.comparingInt(problem -> mark(problem).getIndex()))
                    .map(problem -> new Problem(problem.path(), problem.message(), location(name, mark(problem))))
                    .toList();
        }

        /** The location of the value that has the problem, or of its closest parent if the value is missing. */
        private Mark mark(Problem problem) {
            String path = problem.path();
            while (!marks.containsKey(path)) {
                path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
            }
            return marks.get(path);
        }
    }
}
