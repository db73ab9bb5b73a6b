package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place in an object.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
final class JsonPointer {

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final ObjectNode object;
    private final String pointer;
    private final List<String> tokens;
    private final String path;

    /**
     * @param pointer begins with a slash
     * @param path the path of the pointer in the patch, for problems
     */
    JsonPointer(ObjectNode object, String pointer, String path) {
        this.object = object;
        this.pointer = pointer;
        this.path = path;
        this.tokens = Stream.of(pointer.substring(1).split("/", -1))
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    JsonNode read() throws PatchException {
        return child(parent(), last());
    }

    void add(JsonNode value) throws PatchException {
        switch (parent()) {
            case ObjectNode map -> map.set(last(), value);
            case ArrayNode list -> list.insert(last().equals("-") ? list.size() : index(list, list.size()), value);
            case JsonNode scalar -> throw notFound(tokens.size() - 1, scalar);
        }
    }

    void replace(JsonNode value) throws PatchException {
        read();
        switch (parent()) {
            case ObjectNode map -> map.set(last(), value);
            case ArrayNode list -> list.set(index(list, list.size() - 1), value);
            case JsonNode scalar -> throw notFound(tokens.size() - 1, scalar);
        }
    }

    void remove() throws PatchException {
        read();
        switch (parent()) {
            case ObjectNode map -> map.remove(last());
            case ArrayNode list -> list.remove(index(list, list.size() - 1));
            case JsonNode scalar -> throw notFound(tokens.size() - 1, scalar);
        }
    }

    private String last() {
        return tokens.getLast();
    }

    private JsonNode parent() throws PatchException {
        JsonNode node = object;
        for (int i = 0; i < tokens.size() - 1; i++) {
            node = find(node, tokens.get(i), i);
        }
        return node;
    }

    private JsonNode child(JsonNode parent, String token) throws PatchException {
        return find(parent, token, tokens.size() - 1);
    }

    private JsonNode find(JsonNode node, String token, int position) throws PatchException {
        JsonNode found = null;
        if (node instanceof ObjectNode map) {
            found = map.get(token);
        } else if (node instanceof ArrayNode list && INDEX.matcher(token).matches()) {
            found = list.get(Integer.parseInt(token));
        }
        if (found == null) {
            throw notFound(position, node);
        }
        return found;
    }

    private int index(ArrayNode list, int max) throws PatchException {
        if (!INDEX.matcher(last()).matches() || Integer.parseInt(last()) > max) {
            throw notFound(tokens.size() - 1, list);
        }
        return Integer.parseInt(last());
    }

    /** Tells how far the pointer leads, and what there is. */
    private PatchException notFound(int position, JsonNode found) {
        String reached = position == 0 ? "/" : pointer.substring(0, positionInText(position));
        String there = found instanceof ObjectNode map ? PatchText.fields(map) : PatchText.describe(found);
        return new PatchException(
                path, Messages.JsonPointer_notFound(PatchText.quoted(pointer), PatchText.quoted(reached), there));
    }

    /** The index of the slash before the token. */
    private int positionInText(int token) {
        int index = 0;
        for (int i = 0; i < token; i++) {
            index = pointer.indexOf('/', index + 1);
        }
        return index;
    }
}
