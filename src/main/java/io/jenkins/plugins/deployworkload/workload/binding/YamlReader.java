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
 * Reads a YAML text (or JSON, which is YAML) as plain trees, one a document, and knows where each value stood.
 *
 * <p>No type is ever instantiated: tags are refused, scalars stay the text that was written, so that {@code 0400} is still
 * octal and {@code 1.10} still a version when the property that takes it is known. Size, depth and the number of values
 * (with aliases written out) are limited.
 */
public final class YamlReader {

    /** The longest text that is read, in characters. */
    public static final int MAX_CHARACTERS = 1 << 20;

    private YamlReader() {}

    /** Binds every document of a YAML text; a file with several documents describes several sections. */
    public static <T extends Section> List<T> read(String text, String name, Class<T> type)
            throws InvalidDescriptionException {
        List<T> sections = new ArrayList<>();
        Problems all = new Problems();
        for (Document document : parse(text, name)) {
            Problems problems = new Problems();
            sections.add(Binder.bind(document.tree(), type, problems));
            all.addAll(document.withLocations(problems.list()));
        }
        if (sections.isEmpty() && all.isEmpty()) {
            throw new InvalidDescriptionException(List.of(new Problem("", Messages.YamlReader_Empty(), name)));
        }
        all.throwIfAny();
        return sections;
    }

    private static List<Document> parse(String text, String name) throws InvalidDescriptionException {
        if (text.length() > MAX_CHARACTERS) {
            throw invalid(Messages.YamlReader_TooLarge(Integer.toString(MAX_CHARACTERS)), name);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_CHARACTERS)
                // Read at once: the library fails where a character of two units lies across the end of its buffer.
                .setBufferSize(text.length() + 2)
                .build();
        List<Document> documents = new ArrayList<>();
        try {
            YamlTreeBuilder tree =
                    new YamlTreeBuilder(new Parse(settings).parseString(text).iterator());
            for (Event event = tree.next(); event != null; event = tree.next()) {
                if (event instanceof DocumentStartEvent) {
                    JsonNode node = tree.document();
                    if (!node.isNull()) {
                        documents.add(new Document(name, node, tree.marks()));
                    }
                }
            }
        } catch (YamlTreeBuilder.RefusedYamlException e) {
            throw invalid(e.getMessage(), location(name, e.mark()));
        } catch (MarkedYamlEngineException e) {
            throw invalid(
                    Messages.YamlReader_NotYaml(e.getProblem()),
                    e.getProblemMark().map(mark -> location(name, mark)).orElse(name));
        } catch (YamlEngineException e) {
            throw invalid(Messages.YamlReader_NotYaml(e.getMessage()), name);
        }
        return documents;
    }

    private static InvalidDescriptionException invalid(String message, String place) {
        return new InvalidDescriptionException(List.of(new Problem("", message, place)));
    }

    private static String location(String name, Mark mark) {
        return name + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private record Document(String name, JsonNode tree, Map<String, Mark> marks) {

        /** In the order of the file, each with its place. */
        List<Problem> withLocations(List<Problem> problems) {
            return problems.stream()
                    .sorted(Comparator.comparingInt(problem -> mark(problem).getIndex()))
                    .map(problem -> new Problem(problem.path(), problem.message(), location(name, mark(problem))))
                    .toList();
        }

        /** Where the value stood, or the nearest thing around it if it is missing. */
        private Mark mark(Problem problem) {
            String path = problem.path();
            while (!marks.containsKey(path)) {
                path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
            }
            return marks.get(path);
        }
    }
}
