package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Builds JSON trees from the events of the YAML parser. This class replaces the composer of snakeyaml-engine, because
 * the composer's recursion has no limit: a megabyte of brackets would overflow the stack.
 */
final class YamlTreeBuilder {

    private static final int MAX_DEPTH = 64;

    /** In characters. The limit saves memory, because the builder stores the full path of every value. */
    private static final int MAX_PATH = 1024;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Iterator<Event> events;
    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private Map<String, Mark> marks = new HashMap<>();
    private final Variables variables;
    private final YamlReader.Limits limits;
    private List<Problem> problems = new ArrayList<>();
    private int values;
    private int replacedCharacters;

    /** @param variables replaces variables in scalars */
    YamlTreeBuilder(Iterator<Event> events, Variables variables, YamlReader.Limits limits) {
        this.events = events;
        this.variables = variables;
        this.limits = limits;
    }

    /** The next event; null at the end. */
    Event next() {
        return events.hasNext() ? events.next() : null;
    }

    /** Whether a text without quotes stands for no value. */
    static boolean isNull(String text) {
        return NULLS.contains(text);
    }

    /** Builds the tree of a document. The caller has already consumed the document's start event. */
    JsonNode document() {
        marks = new HashMap<>();
        problems = new ArrayList<>();
        anchors.clear();
        return node(next(), "", 0);
    }

    /** The location of each value of the last document, by path. */
    Map<String, Mark> marks() {
        return marks;
    }

    /** The variables of the last document that are not defined, with the paths of their scalars. */
    List<Problem> problems() {
        return problems;
    }

    private JsonNode node(Event event, String path, int depth) {
        Mark mark = event.getStartMark().orElseThrow();
        if (path.length() > MAX_PATH) {
            throw new RefusedYamlException(Messages.YamlTreeBuilder_PathTooLong(Integer.toString(MAX_PATH)), mark);
        }
        locate(path, mark, depth);
        if (depth > MAX_DEPTH) {
            throw new RefusedYamlException(Messages.YamlTreeBuilder_TooDeep(MAX_DEPTH), mark);
        }
        countValue(mark);
        return switch (event) {
            case ScalarEvent scalar -> {
                refuseTag(scalar.getTag(), mark);
                boolean isNull = scalar.isPlain() && NULLS.contains(scalar.getValue());
                yield anchored(scalar, isNull ? NODES.nullNode() : scalar(scalar, path, mark));
            }
            case SequenceStartEvent start -> {
                refuseTag(start.getTag(), mark);
                yield anchored(start, sequence(path, depth));
            }
            case MappingStartEvent start -> {
                refuseTag(start.getTag(), mark);
                yield anchored(start, mapping(path, depth));
            }
            case AliasEvent alias -> resolveAlias(alias, mark, depth);
            default ->
                throw new RefusedYamlException(
                        Messages.YamlReader_InvalidYaml(event.getEventId().toString()), mark);
        };
    }

    /** The values of variables count as a part of the text, so that a long value cannot be repeated without a limit. */
    private JsonNode scalar(ScalarEvent scalar, String path, Mark mark) {
        JsonNode node = variables.scalar(
                scalar.getValue(), scalar.isPlain(), message -> problems.add(new Problem(path, message)));
        replacedCharacters +=
                Math.max(0, node.textValue().length() - scalar.getValue().length());
        if (replacedCharacters > limits.characters()) {
            throw new RefusedYamlException(Messages.YamlReader_TooLarge(Integer.toString(limits.characters())), mark);
        }
        return node;
    }

    private void locate(String path, Mark mark, int depth) {
        if (depth <= limits.locatedDepth()) {
            marks.putIfAbsent(path, mark);
        }
    }

    private ArrayNode sequence(String path, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (Event event = next(); !(event instanceof SequenceEndEvent); event = next()) {
            array.add(node(event, FieldPaths.index(path, array.size()), depth + 1));
        }
        return array;
    }

    private ObjectNode mapping(String path, int depth) {
        ObjectNode map = NODES.objectNode();
        JsonNode merged = null;
        for (Event event = next(); !(event instanceof MappingEndEvent); event = next()) {
            Mark mark = event.getStartMark().orElseThrow();
            if (!(event instanceof ScalarEvent key) || key.isPlain() && NULLS.contains(key.getValue())) {
                throw new RefusedYamlException(Messages.YamlTreeBuilder_KeyNotAString(), mark);
            }
            boolean isMerge = MergeKeys.isMerge(key);
            if (!isMerge) {
                refuseTag(key.getTag(), mark);
            }
            if (map.has(key.getValue()) || isMerge && merged != null) {
                throw new RefusedYamlException(Messages.YamlTreeBuilder_DuplicateKey(Quoted.of(key.getValue())), mark);
            }
            String entryPath = FieldPaths.key(path, key.getValue());
            locate(entryPath, mark, depth + 1);
            JsonNode value = node(next(), entryPath, depth + 1);
            if (!isMerge) {
                map.set(key.getValue(), value);
            } else if (MergeKeys.canMerge(value)) {
                merged = value;
            } else {
                throw new RefusedYamlException(Messages.YamlTreeBuilder_MergeNotAMap(), mark);
            }
        }
        if (merged != null) {
            MergeKeys.merge(merged, map);
        }
        return map;
    }

    /**
     * Resolves an alias to its target. For the limits of values and depth, each use of the alias counts as a full copy
     * of its target.
     */
    private JsonNode resolveAlias(AliasEvent alias, Mark mark, int depth) {
        JsonNode target = anchors.get(alias.getAlias());
        if (target == null) {
            throw new RefusedYamlException(Messages.YamlReader_InvalidYaml("*" + alias.getAlias()), mark);
        }
        countAliased(target, mark, depth);
        return target;
    }

    private void countAliased(JsonNode node, Mark mark, int depth) {
        if (depth > MAX_DEPTH) {
            throw new RefusedYamlException(Messages.YamlTreeBuilder_TooDeep(MAX_DEPTH), mark);
        }
        countValue(mark);
        node.forEach(child -> countAliased(child, mark, depth + 1));
    }

    private JsonNode anchored(NodeEvent event, JsonNode node) {
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return node;
    }

    private void countValue(Mark mark) {
        values++;
        if (values > limits.values()) {
            throw new RefusedYamlException(
                    Messages.YamlTreeBuilder_TooManyValues(Integer.toString(limits.values())), mark);
        }
    }

    private static void refuseTag(Optional<String> tag, Mark mark) {
        tag.ifPresent(t -> {
            throw new RefusedYamlException(Messages.YamlTreeBuilder_TagNotAllowed(t), mark);
        });
    }

    /** Reports YAML that this plugin refuses: it has a tag, an invalid key or an unknown alias, or exceeds a limit. */
    static final class RefusedYamlException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Mark mark;

        RefusedYamlException(String message, Mark mark) {
            super(message);
            this.mark = mark;
        }

        Mark mark() {
            return mark;
        }
    }
}
