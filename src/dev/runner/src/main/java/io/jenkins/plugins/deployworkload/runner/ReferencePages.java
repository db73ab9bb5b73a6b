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

/** The reference pages: one a section, from the model, the help of its fields and the documented examples. */
final class ReferencePages {

    private static final Pattern API_PATH = Pattern.compile("<br>\\s*Kubernetes: <code>(.*?)</code>", Pattern.DOTALL);

    private final Examples examples;

    ReferencePages(Examples examples) {
        this.examples = examples;
    }

    /** File names with their contents. */
    Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        StringBuilder index = new StringBuilder("# Reference\n\nA description begins with a [workload](Workload.md). "
                + "This is generated from the model; each page is a section.\n\n");
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
                case ParameterType.ArrayType many -> pending.add(many.elementType());
                case ParameterType.ScalarType ignored -> {}
                case ParameterType.MapType ignored -> {}
            }
        }
        return found;
    }

    private static void add(
            Class<? extends Section> type, Set<Class<? extends Section>> found, Deque<ParameterType> pending) {
        if (found.add(type)) {
            SectionModel.of(type).parameters().forEach(property -> pending.add(property.type()));
        }
    }

    private String page(Class<? extends Section> type) {
        StringBuilder page =
                new StringBuilder("# ").append(type.getSimpleName()).append("\n\n");
        if (!SectionModel.of(type).parameters().isEmpty()) {
            page.append("| field | type | allowed | Kubernetes | meaning |\n|---|---|---|---|---|\n");
            SectionModel.of(type).parameters().forEach(property -> page.append(row(type, property)));
        } else {
            page.append("It has no fields of its own.\n");
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

    /** A section that is written as its only text, and not as a map of it. */
    private static boolean isShorthand(Class<?> type) {
        return type.isAnnotationPresent(Shorthand.class);
    }

    /** The name of the field that holds such a section. */
    private static String fieldName(Class<? extends Section> type) {
        return sections().stream()
                .flatMap(section -> SectionModel.of(section).parameters().stream())
                .filter(property -> property.type() instanceof ParameterType.HeterogeneousObjectType oneOf
                        && oneOf.alternatives().containsValue(type))
                .map(ParameterModel::name)
                .findFirst()
                .orElseThrow();
    }

    private static String row(Class<?> type, ParameterModel property) {
        String help = help(type, property);
        Matcher api = API_PATH.matcher(help);
        String path = api.find() ? "`" + api.group(1) + "`" : "";
        String meaning = API_PATH.matcher(help)
                .replaceAll("")
                .replaceAll("</?div>", "")
                .replaceAll("\\s+", " ")
                .strip();
        String field = "`" + property.name() + "`" + (property.required() ? " *" : "");
        String name = property.unwrapped() ? "one of these" : isShorthand(type) ? "the text itself" : field;
        return "| " + name + " | " + type(property.type()) + " | " + allowed(property) + " | " + path + " | "
                + meaning.replace("|", "\\|") + " |\n";
    }

    private static String type(ParameterType kind) {
        return switch (kind) {
            case ParameterType.ScalarType scalar -> scalar(scalar.type());
            case ParameterType.HomogeneousObjectType nested -> link(nested.type());
            case ParameterType.HeterogeneousObjectType oneOf ->
                oneOf.alternatives().entrySet().stream()
                        .map(e -> (isShorthand(e.getValue()) ? "a text: " : "`" + e.getKey() + "`: ")
                                + link(e.getValue()))
                        .collect(Collectors.joining("<br>"));
            case ParameterType.ArrayType many -> "list of " + type(many.elementType());
            case ParameterType.MapType ignored -> "map of texts";
        };
    }

    private static String scalar(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(word -> "`" + word + "`")
                    .collect(Collectors.joining(", "));
        }
        return type == String.class ? "text" : type == Boolean.class ? "true or false" : "whole number";
    }

    private static String allowed(ParameterModel property) {
        String range = property.range().map(r -> r.min() + " to " + r.max()).orElse("");
        String rule =
                property.text().map(Text::value).map(TextRule::description).orElse("");
        String keys = property.text()
                .map(Text::keys)
                .map(TextRule::description)
                .filter(sentence -> !sentence.isEmpty())
                .map(sentence -> "keys: " + sentence)
                .orElse("");
        return Arrays.asList(range, rule, keys).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("<br>"));
    }

    private static String example(String place, JsonNode text) {
        return example(
                Literals.yaml(JsonNodeFactory.instance.objectNode().set(place, text)),
                place + ": " + Literals.groovy(text));
    }

    private static String example(String yaml, String groovy) {
        return "\nAs YAML:\n\n```yaml\n" + yaml + "```\n\nIn the step:\n\n```groovy\n" + groovy + "\n```\n";
    }

    /** As Jenkins finds it: that of the class, or of the next class above that has it. */
    private static String help(Class<?> type, ParameterModel property) {
        for (Class<?> above = type; above != null; above = above.getSuperclass()) {
            String name = above.getSimpleName() + "/help-" + property.name() + ".html";
            try (InputStream in = above.getResourceAsStream(name)) {
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
