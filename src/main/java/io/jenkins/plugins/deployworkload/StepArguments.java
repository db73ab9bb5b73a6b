package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/** Converts the arguments in a Pipeline script to JSON, and a step object to arguments for the snippet generator. */
final class StepArguments {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String EXPECTED_PLAN = "expectedPlan";

    private final Problems problems = new Problems();

    private StepArguments() {}

    /** @throws InvalidDescriptionException if arguments are invalid; the exception lists all problems */
    static <T extends Section> T bind(Map<String, Object> arguments, Class<T> type) throws InvalidDescriptionException {
        StepArguments converter = new StepArguments();
        if (arguments.containsKey(EXPECTED_PLAN) && arguments.get(EXPECTED_PLAN) == null) {
            // For example, the script has misspelled the field of the plan. Any plan would be expected.
            converter.problems.add(EXPECTED_PLAN, Messages.StepArguments_noPlan());
        }
        JsonNode tree = SnippetMaps.restoreEmptyMaps(converter.toTree(arguments, ""), type);
        T step = Binder.bind(tree, type, converter.problems);
        converter.problems.throwIfAny();
        return step;
    }

    private JsonNode toTree(Object value, String path) {
        return switch (value) {
            case null -> NODES.nullNode();
            case JsonNode node -> node;
            case UninstantiatedDescribable symbol -> symbol(symbol, path);
            case Map<?, ?> map -> {
                ObjectNode tree = NODES.objectNode();
                map.forEach((key, entry) ->
                        tree.set(String.valueOf(key), toTree(entry, FieldPaths.key(path, String.valueOf(key)))));
                yield tree;
            }
            case Iterable<?> list -> list(list, path);
            case Object[] array -> list(Arrays.asList(array), path);
            case Boolean bool -> NODES.booleanNode(bool);
            case BigInteger number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case Double number -> fraction(number, path);
            case Float number -> fraction(number, path);
            case Number number -> NODES.numberNode(number.longValue());
            // String and Groovy's GString.
            case CharSequence text -> NODES.textNode(text.toString());
            case Character character -> NODES.textNode(character.toString());
            case Enum<?> constant -> NODES.textNode(constant.toString());
            default -> arrayOrProblem(value, path);
        };
    }

    /**
     * Keeps the decimal digits of the script, because 0.1f and 0.1d are different binary numbers. Reports NaN and
     * infinity as problems, because JSON has no such numbers.
     */
    private JsonNode fraction(Number number, String path) {
        if (Double.isFinite(number.doubleValue())) {
            return NODES.numberNode(new BigDecimal(number.toString()));
        }
        problems.add(path, Messages.StepArguments_notFinite(String.valueOf(number)));
        return NODES.nullNode();
    }

    private ArrayNode list(Iterable<?> list, String path) {
        ArrayNode tree = NODES.arrayNode();
        list.forEach(element -> tree.add(toTree(element, FieldPaths.index(path, tree.size()))));
        return tree;
    }

    private JsonNode arrayOrProblem(Object value, String path) {
        if (value.getClass().isArray()) {
            return list(
                    IntStream.range(0, Array.getLength(value))
                            .mapToObj(i -> Array.get(value, i))
                            .toList(),
                    path);
        }
        // The message names the type and omits the value, because toString() of an arbitrary object does not help the
        // user.
        problems.add(
                path, Messages.StepArguments_unsupportedType(value.getClass().getName()));
        return NODES.nullNode();
    }

    /** Treats {@code deployment(replicas: 3)} like {@code [deployment: [replicas: 3]]}. */
    private JsonNode symbol(UninstantiatedDescribable symbol, String path) {
        if (symbol.getSymbol() == null) {
            return toTree(symbol.getArguments(), path);
        }
        return NODES.objectNode()
                .set(symbol.getSymbol(), toTree(symbol.getArguments(), FieldPaths.key(path, symbol.getSymbol())));
    }

    /**
     * The arguments of a step as maps, lists, strings, numbers and booleans, which the snippet generator can write. The
     * cluster comes first, although parameters of a superclass precede it in the model.
     */
    static Map<String, Object> literals(Section step) {
        Map<String, Object> literals = SnippetLiterals.of(TreeWriter.toTree(step), step.getClass());
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (literals.containsKey("cluster")) {
            arguments.put("cluster", literals.get("cluster"));
        }
        arguments.putAll(literals);
        return arguments;
    }

    /** A summary in one line, for the views of a Pipeline run: {@code web → prod/shop}. */
    static String summary(Map<String, Object> arguments) {
        JsonNode tree = new StepArguments().toTree(arguments, "");
        String source = tree.has("name")
                ? tree.path("name").asText("")
                : tree.path("file").asText(tree.path("workload").path("name").asText(""));
        String target = Stream.of("cluster", "namespace")
                .map(field -> tree.path(field).asText(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("/"));
        return source.isEmpty() ? target : source + " → " + target;
    }
}
