package io.jenkins.plugins.deployworkload.image.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.List;
import org.jvnet.localizer.Localizable;

/**
 * The content of one file.
 *
 * @param tool the tool that the user specified, or the tool that usually writes files with this name
 */
record OutputText(String path, String text, Tool tool) {

    /**
     * Size limit in bytes. The largest files in practice are metadata files of buildx, which contain the provenance of
     * each platform.
     */
    static final int MAX_BYTES = 8 << 20;

    private static final int MAX_DEPTH = 100;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_BYTES)
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    // Refuse an object with a duplicate key: if the key of the digest occurs twice, neither digest can
                    // be trusted.
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    ObjectNode json() throws UnreadableOutputException {
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException | StackOverflowError e) {
            throw unreadable(Messages._OutputText_expectedJson());
        }
        throw unreadable(Messages._OutputText_expectedJson());
    }

    /** The string value of a key; empty if the key is absent or the value is not a string. */
    static String text(JsonNode object, String name) {
        String text = object.path(name).textValue();
        return text == null ? "" : text;
    }

    /** The lines that are not blank, without white space at their start and end. */
    List<String> lines() {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** @param expected a description of the expected format, for the message */
    UnreadableOutputException unreadable(Localizable expected) {
        return new UnreadableOutputException(
                Messages._OutputText_unexpectedContent(path, tool.label(), Excerpt.of(text), expected));
    }
}
