package io.jenkins.plugins.deployworkload.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads the JSON of an answer. The size of the answer is limited already, and Jackson limits its depth. */
final class RegistryJson {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    private RegistryJson() {}

    static JsonNode read(RegistryHttp.Answer answer, RegistrySettings settings) throws RegistryException {
        try {
            JsonNode json = MAPPER.readTree(answer.body());
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            // The exception below has the same meaning.
        }
        throw new RegistryException(
                RegistryException.Kind.UNUSABLE,
                Messages._RegistryJson_unreadable(RegistryHttp.server(answer.uri()), settings.name()));
    }
}
