package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/** Makes the plain tree of what a Pipeline script passed to the step, and the other way for the snippet generator. */
final class StepTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StepTree() {}

    static JsonNode of(Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case JsonNode node -> node;
            case UninstantiatedDescribable symbol -> symbol(symbol);
            case Map<?, ?> map -> {
                ObjectNode tree = NODES.objectNode();
                map.forEach((key, entry) -> tree.set(String.valueOf(key), of(entry)));
                yield tree;
            }
            case Iterable<?> list -> {
                ArrayNode tree = NODES.arrayNode();
                list.forEach(element -> tree.add(of(element)));
                yield tree;
            }
            case Boolean truth -> NODES.booleanNode(truth);
            case BigInteger number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Float number -> NODES.numberNode(number);
            case Number number -> NODES.numberNode(number.longValue());
            // Texts, and Groovy's texts with values in them.
            default -> NODES.textNode(value.toString());
        };
    }

    /** {@code deployment(replicas: 3)} is the same as {@code [deployment: [replicas: 3]]}. */
    private static JsonNode symbol(UninstantiatedDescribable symbol) {
        JsonNode content = of(symbol.getArguments());
        return symbol.getSymbol() == null ? content : NODES.objectNode().set(symbol.getSymbol(), content);
    }

    /** The arguments of a step as literals, for a script. */
    static Map<String, Object> literals(Section step) {
        return MAPPER.convertValue(Tree.of(step), new TypeReference<LinkedHashMap<String, Object>>() {});
    }
}
