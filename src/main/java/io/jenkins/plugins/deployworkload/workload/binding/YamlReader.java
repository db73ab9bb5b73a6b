package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
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

    /**
     * The limits of one text.
     *
     * @param characters the maximum size of the text
     * @param values the maximum number of maps, lists and scalars
     * @param locatedDepth the depth up to which each value has a location of its own; deeper values have the location of
     *     their parent, which saves memory
     */
    public record Limits(int characters, int values, int locatedDepth) {

        /** For descriptions and patches. */
        public static final Limits DESCRIPTION = new Limits(MAX_CHARACTERS, 50_000, Integer.MAX_VALUE);
    }

    /** The maximum number of empty block scalars that are replaced. The parser reads the text again for each. */
    private static final int MAX_REPLACEMENTS = 20;

    private YamlReader() {}

    /**
     * Binds each document of a YAML text to a section.
     *
     * @param name the file name, for the locations of problems
     * @throws InvalidDescriptionException if the text is not YAML, has no document, or a section is invalid
     */
    public static <T extends Section> List<T> read(String text, String name, Class<T> type)
            throws InvalidDescriptionException {
        return read(text, name, type, Variables.LITERAL);
    }

    /** Like {@link #read(String, String, Class)}, and replaces variables. */
    public static <T extends Section> List<T> read(String text, String name, Class<T> type, Variables variables)
            throws InvalidDescriptionException {
        List<T> sections = new ArrayList<>();
        Problems allProblems = new Problems();
        for (YamlDocument document : documents(text, name, variables)) {
            Problems problems = new Problems();
            JsonNode tree = document.tree();
            if (tree.has("apiVersion") && tree.has("kind")) {
                problems.add(
                        "",
                        Messages.YamlReader_Manifest(
                                Quoted.of(tree.path("kind").asText()),
                                Quoted.of(tree.path("apiVersion").asText())));
            } else {
                sections.add(Binder.bind(tree, type, problems));
            }
            allProblems.addAll(document.withLocations(problems.list()));
        }
        if (sections.isEmpty() && allProblems.isEmpty()) {
            throw new InvalidDescriptionException(List.of(new Problem("", Messages.YamlReader_NoWorkload(), name)));
        }
        allProblems.throwIfAny();
        return sections;
    }

    /**
     * Parses each document of a YAML text that is not empty.
     *
     * @param name the file name, for the locations of values and problems
     * @throws InvalidDescriptionException if the text is not YAML, or a variable is not defined
     */
    public static List<YamlDocument> documents(String text, String name, Variables variables)
            throws InvalidDescriptionException {
        return documents(text, name, variables, Limits.DESCRIPTION);
    }

    /** Like {@link #documents(String, String, Variables)}, with other limits. */
    public static List<YamlDocument> documents(String text, String name, Variables variables, Limits limits)
            throws InvalidDescriptionException {
        if (text.length() > limits.characters()) {
            throw invalid(Messages.YamlReader_TooLarge(Integer.toString(limits.characters())), name);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(limits.characters() + MAX_REPLACEMENTS)
                // The buffer holds the whole text, because snakeyaml-engine fails if a surrogate pair crosses a buffer
                // boundary.
                .setBufferSize(text.length() + MAX_REPLACEMENTS + 2)
                .build();
        return documents(text, name, variables, limits, settings, MAX_REPLACEMENTS);
    }

    private static List<YamlDocument> documents(
            String text, String name, Variables variables, Limits limits, LoadSettings settings, int replacements)
            throws InvalidDescriptionException {
        List<YamlDocument> documents = new ArrayList<>();
        Problems problems = new Problems();
        try {
            YamlTreeBuilder builder =
                    new YamlTreeBuilder(new Parse(settings).parseString(text).iterator(), variables, limits);
            for (Event event = builder.next(); event != null; event = builder.next()) {
                if (event instanceof DocumentStartEvent) {
                    JsonNode node = builder.document();
                    YamlDocument document = new YamlDocument(name, node, builder.marks());
                    if (!node.isNull()) {
                        documents.add(document);
                    }
                    problems.addAll(builder.problems().stream()
                            .map(problem ->
                                    new Problem(problem.path(), problem.message(), document.location(problem.path())))
                            .toList());
                }
            }
        } catch (YamlTreeBuilder.RefusedYamlException e) {
            throw invalid(e.getMessage(), YamlDocument.location(name, e.mark()));
        } catch (MarkedYamlEngineException e) {
            Optional<String> replaced = replacements == 0 ? Optional.empty() : EmptyBlockScalars.replace(text, e);
            if (replaced.isPresent()) {
                return documents(replaced.get(), name, variables, limits, settings, replacements - 1);
            }
            throw invalid(
                    Messages.YamlReader_InvalidYaml(e.getProblem()),
                    e.getProblemMark()
                            .map(mark -> YamlDocument.location(name, mark))
                            .orElse(name));
        } catch (YamlEngineException e) {
            throw invalid(Messages.YamlReader_InvalidYaml(e.getMessage()), name);
        }
        problems.throwIfAny();
        return documents;
    }

    private static InvalidDescriptionException invalid(String message, String location) {
        return new InvalidDescriptionException(List.of(new Problem("", message, location)));
    }
}
