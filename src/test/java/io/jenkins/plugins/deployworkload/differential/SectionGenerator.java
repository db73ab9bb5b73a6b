package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Generates random trees from the model. Each property is valid on its own, but several properties together can break a
 * rule.
 */
final class SectionGenerator {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Lists in sections below this level are shorter, because their sizes multiply. */
    private static final int LONG_LIST_LEVELS = 3;

    private final Random random;

    /**
     * The probability that an optional property is set. The probability differs from tree to tree, so that trees of all
     * sizes occur.
     */
    private final double density;

    /** The number of sections around the current property. */
    private int level;

    SectionGenerator(Random random) {
        this.random = random;
        density = List.of(0.05, 0.3, 0.6).get(random.nextInt(3));
    }

    ObjectNode section(Class<? extends Section> type) {
        level++;
        ObjectNode tree = NODES.objectNode();
        for (ParameterModel property : SectionModel.of(type).parameters()) {
            if (isGenerated(property) && (property.required() || random.nextDouble() < density)) {
                JsonNode value = value(property.type(), property);
                if (property.unwrapped()) {
                    tree.setAll((ObjectNode) value);
                } else {
                    tree.set(property.name(), value);
                }
            }
        }
        level--;
        return tree;
    }

    /**
     * Patches and further objects can contain anything, so that a random value would rarely be valid. {@code
     * StrategicMergeTest} generates patches. Files are read in the workspace of a build.
     */
    static boolean isGenerated(ParameterModel property) {
        return !Set.of("patches", "objects", "objectFiles", "files").contains(property.name());
    }

    private JsonNode value(ParameterType type, ParameterModel property) {
        return switch (type) {
            case ParameterType.ScalarType scalar -> scalar(scalar.type(), property);
            case ParameterType.HomogeneousObjectType nested -> section(nested.type());
            case ParameterType.HeterogeneousObjectType oneOf -> alternative(oneOf);
            case ParameterType.ArrayType array -> {
                ArrayNode list = NODES.arrayNode();
                for (int i = random.nextInt(level > LONG_LIST_LEVELS ? 2 : 3); i >= 0; i--) {
                    list.add(value(array.elementType(), property));
                }
                yield list;
            }
            case ParameterType.YamlType ignored -> throw new IllegalArgumentException(property.name());
            case ParameterType.MapType ignored -> {
                ObjectNode map = NODES.objectNode();
                TextRule keys = property.text().map(Text::keys).orElse(TextRule.ANY);
                for (int i = random.nextInt(3); i >= 0 && keys != TextRule.RESOURCE_NAME; i--) {
                    map.put(SampleTexts.of(keys, random), text(property));
                }
                yield map;
            }
        };
    }

    private JsonNode alternative(ParameterType.HeterogeneousObjectType oneOf) {
        List<Map.Entry<String, Class<? extends Section>>> all =
                new ArrayList<>(oneOf.alternatives().entrySet());
        Map.Entry<String, Class<? extends Section>> chosen = all.get(random.nextInt(all.size()));
        if (oneOf.shorthand().isPresent()) {
            // Always use an image reference, because the other image sources need a Jenkins build.
            chosen = Map.entry("imageReference", ImageReference.class);
        }
        ObjectNode content = section(chosen.getValue());
        return chosen.getValue().isAnnotationPresent(Shorthand.class)
                ? content.iterator().next()
                : NODES.objectNode().set(chosen.getKey(), content);
    }

    private JsonNode scalar(Class<?> type, ParameterModel property) {
        if (type == String.class) {
            return NODES.textNode(text(property));
        }
        if (type == Boolean.class) {
            return NODES.booleanNode(random.nextBoolean());
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return NODES.textNode(constants[random.nextInt(constants.length)].toString());
        }
        long min = property.range().map(range -> range.min()).orElse(-5L);
        long max = property.range().map(range -> range.max()).orElse(1000L);
        return NODES.numberNode(
                switch (random.nextInt(6)) {
                    case 0 -> min;
                    case 1 -> max;
                    default -> Math.min(max, min + random.nextInt(100));
                });
    }

    private String text(ParameterModel property) {
        return SampleTexts.of(property.text().map(Text::value).orElse(TextRule.ANY), random);
    }
}
