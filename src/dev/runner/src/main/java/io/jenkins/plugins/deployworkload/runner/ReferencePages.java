package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Generates the reference pages, one per section, from the model, the help files of its fields and the documented
 * examples.
 */
final class ReferencePages {

    private static final Pattern API_PATH = Pattern.compile("<br>\\s*Kubernetes: <code>(.*?)</code>", Pattern.DOTALL);

    private final Examples examples;

    ReferencePages(Examples examples) {
        this.examples = examples;
    }

    /** Page contents by file name. */
    Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        StringBuilder index =
                new StringBuilder("# Reference\n\nThe top level of a workload file is a [Workload](Workload.md). "
                        + "These pages are generated from the model, one page per section.\n\n");
        for (Class<? extends Section> type : sections()) {
            pages.put(file(type), page(type));
            index.append("- [")
                    .append(type.getSimpleName())
                    .append("](")
                    .append(file(type))
                    .append(")\n");
        }
        pages.put("README.md", index.toString());
        return pages;
    }

    private static Set<Class<? extends Section>> sections() {
        Set<Class<? extends Section>> found = new LinkedHashSet<>();
        Deque<ParameterType> pending = new ArrayDeque<>();
        pending.add(ParameterType.of(Workload.class));
        while (!pending.isEmpty()) {
            switch (pending.remove()) {
                case ParameterType.HomogeneousObjectType nested -> add(nested.type(), found, pending);
                case ParameterType.HeterogeneousObjectType oneOf ->
                    oneOf.alternatives().values().forEach(type -> add(type, found, pending));
                case ParameterType.ArrayType array -> pending.add(array.elementType());
                case ParameterType.ScalarType ignored -> {}
                case ParameterType.MapType ignored -> {}
                case ParameterType.YamlType ignored -> {}
            }
        }
        return found;
    }

    private static void add(
            Class<? extends Section> type, Set<Class<? extends Section>> found, Deque<ParameterType> pending) {
        if (found.add(type)) {
            SectionModel.of(type).parameters().forEach(parameter -> pending.add(parameter.type()));
        }
    }

    private String page(Class<? extends Section> type) {
        StringBuilder page =
                new StringBuilder("# ").append(type.getSimpleName()).append("\n\n");
        if (!SectionModel.of(type).parameters().isEmpty()) {
            page.append("| field | type | allowed | Kubernetes | meaning |\n|---|---|---|---|---|\n");
            SectionModel.of(type).parameters().forEach(parameter -> page.append(row(type, parameter)));
        } else {
            page.append("This section has no fields.\n");
        }
        Optional<ObjectNode> tree = examples.of(type).map(TreeWriter::toTree).filter(fields -> !fields.isEmpty());
        if (isShorthand(type)) {
            tree.ifPresent(fields ->
                    page.append(example(fieldName(type), fields.iterator().next())));
        } else {
            tree.ifPresent(fields ->
                    page.append("\n\\* required\n").append(example(Literals.yaml(fields), Literals.groovy(fields))));
        }
        return page.toString();
    }

    /** Whether users write the section as a plain string instead of a map. */
    private static boolean isShorthand(Class<?> type) {
        return type.isAnnotationPresent(Shorthand.class);
    }

    /** The name of the field that contains the section, for a section with {@link Shorthand}. */
    private static String fieldName(Class<? extends Section> type) {
        return sections().stream()
                .flatMap(section -> SectionModel.of(section).parameters().stream())
                .filter(parameter -> parameter.type() instanceof ParameterType.HeterogeneousObjectType oneOf
                        && oneOf.alternatives().containsValue(type))
                .map(ParameterModel::name)
                .findFirst()
                .orElseThrow();
    }

    private static String row(Class<?> type, ParameterModel parameter) {
        String help = help(type, parameter);
        Matcher api = API_PATH.matcher(help);
        String path = api.find() ? "`" + api.group(1) + "`" : "";
        String meaning = API_PATH.matcher(help)
                .replaceAll("")
                .replaceAll("</?div>", "")
                .replaceAll("\\s+", " ")
                .strip();
        String field = "`" + parameter.name() + "`" + (parameter.required() ? " *" : "");
        String name = parameter.unwrapped() ? "one of these" : isShorthand(type) ? "the string itself" : field;
        return "| " + name + " | " + type(parameter.type()) + " | " + allowed(parameter) + " | " + path + " | "
                + meaning.replace("|", "\\|") + " |\n";
    }

    private static String type(ParameterType type) {
        return switch (type) {
            case ParameterType.ScalarType scalar -> scalar(scalar.type());
            case ParameterType.HomogeneousObjectType nested -> link(nested.type());
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().entrySet().stream()
                        .map(e -> (isShorthand(e.getValue()) ? "string: " : "`" + e.getKey() + "`: ")
                                + link(e.getValue()))
                        .collect(Collectors.joining("<br>"));
            case ParameterType.ArrayType array -> "list of " + type(array.elementType());
            case ParameterType.MapType ignored -> "map of strings";
            case ParameterType.YamlType ignored -> "YAML";
        };
    }

    private static String scalar(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`" + constant + "`")
                    .collect(Collectors.joining(", "));
        }
        return type == String.class ? "string" : type == Boolean.class ? "boolean" : "integer";
    }

    private static String allowed(ParameterModel parameter) {
        String range = parameter.range().map(r -> r.min() + " to " + r.max()).orElse("");
        String rule =
                parameter.text().map(Text::value).map(TextRule::description).orElse("");
        String keys = parameter
                .text()
                .map(Text::keys)
                .map(TextRule::description)
                .filter(sentence -> !sentence.isEmpty())
                .map(sentence -> "keys: " + sentence)
                .orElse("");
        return Arrays.asList(range, rule, keys).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("<br>"));
    }

    private static String example(String field, JsonNode value) {
        return example(
                Literals.yaml(JsonNodeFactory.instance.objectNode().set(field, value)),
                field + ": " + Literals.groovy(value));
    }

    private static String example(String yaml, String groovy) {
        return "\nYAML:\n\n```yaml\n" + yaml + "```\n\nPipeline:\n\n```groovy\n" + groovy + "\n```\n";
    }

    /**
     * Reads the help file of the parameter for the class or, as Jenkins does, for its nearest superclass that has one.
     */
    private static String help(Class<?> type, ParameterModel parameter) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            String name = owner.getSimpleName() + "/help-" + parameter.name() + ".html";
            try (InputStream in = owner.getResourceAsStream(name)) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return "";
    }

    private static String link(Class<?> type) {
        return "[" + type.getSimpleName() + "](" + type.getSimpleName() + ".md)";
    }

    private static String file(Class<?> type) {
        return type.getSimpleName() + ".md";
    }
}
