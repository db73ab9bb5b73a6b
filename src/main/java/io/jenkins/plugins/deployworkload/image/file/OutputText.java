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
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.List;
import org.jvnet.localizer.Localizable;

/**
 * The text of one file.
 *
 * @param tool that is taken to have written it
 */
public record OutputText(String path, String text, Tool tool) {

    /** In bytes. The largest that tools write are buildx's, with the provenance of each platform in them. */
    static final int MAX_BYTES = 8 << 20;

    private static final int MAX_DEPTH = 100;
    private static final int MAX_EXCERPT = 60;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_BYTES)
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    // Of two digests under one name neither is to be believed.
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
            throw unreadable(Messages._Output_json());
        }
        throw unreadable(Messages._Output_json());
    }

    /** An entry that is a text; empty if it is absent or anything else. */
    static String text(JsonNode object, String name) {
        String text = object.path(name).textValue();
        return text == null ? "" : text;
    }

    /** The lines that hold anything, without the space around them. */
    List<String> lines() {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** @param allowed what its tool writes, as half a sentence */
    UnreadableOutputException unreadable(Localizable allowed) {
        return new UnreadableOutputException(Messages._Output_unreadable(path, tool.label(), excerpt(text), allowed));
    }

    /** The beginning of a text that somebody else wrote, in one line and without control characters. */
    public static String excerpt(String text) {
        String start = text.strip();
        String cut = start.length() <= MAX_EXCERPT ? start : start.substring(0, MAX_EXCERPT) + "…";
        return "\"" + cut.replaceAll("\\p{Cntrl}+", " ") + "\"";
    }
}
