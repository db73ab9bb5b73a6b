package io.jenkins.plugins.deployworkload.workload.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.sf.json.JSONObject;

/**
 * Parses the JSON of a form, and refuses JSON that is too large or too deep. Everyone with access to the form can send
 * JSON of any size. Jenkins' JSON library has no limits, and copies nested values at least once per level.
 */
final class BoundedJsonReader {

    static final int MAX_CHARACTERS = YamlReader.MAX_CHARACTERS;

    private static final int MAX_VALUES = 50_000;

    /** The maximum depth: more than twice the depth of the deepest field of a form. */
    private static final int MAX_DEPTH = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private BoundedJsonReader() {}

    /**
     * @param json the JSON text; null if the request contains no JSON
     * @throws InvalidDescriptionException if the text is null, not JSON, or exceeds a limit
     */
    static JSONObject read(String json) throws InvalidDescriptionException {
        if (json == null || json.length() > MAX_CHARACTERS || !isWithinLimits(json)) {
            throw new InvalidDescriptionException(List.of(new Problem(
                    "",
                    Messages.BoundedJsonReader_LimitExceeded(
                            Integer.toString(MAX_CHARACTERS),
                            Integer.toString(MAX_VALUES),
                            Integer.toString(MAX_DEPTH)))));
        }
        return JSONObject.fromObject(json);
    }

    private static boolean isWithinLimits(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            int values = 0;
            while (values <= MAX_VALUES && parser.nextToken() != null) {
                values += parser.currentToken().isScalarValue()
                                || parser.currentToken().isStructStart()
                        ? 1
                        : 0;
            }
            return values <= MAX_VALUES;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
