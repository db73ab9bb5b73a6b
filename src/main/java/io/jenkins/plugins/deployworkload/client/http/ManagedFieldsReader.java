package io.jenkins.plugins.deployworkload.client.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.fabric8.kubernetes.api.model.FieldsV1;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the field set of an entry of {@code managedFields}. Most values in it are empty objects, which here share one
 * immutable map. fabric8 would make a map for each of them, which is a large part of the memory of an object.
 */
final class ManagedFieldsReader extends JsonDeserializer<FieldsV1> {

    @Override
    public FieldsV1 deserialize(JsonParser in, DeserializationContext context) throws IOException {
        if (!in.isExpectedStartObjectToken()) {
            return (FieldsV1) context.handleUnexpectedToken(FieldsV1.class, in);
        }
        FieldsV1 fields = new FieldsV1();
        fields.setAdditionalProperties(new LinkedHashMap<>(object(in, context)));
        return fields;
    }

    /** The depth is limited by the parser. */
    private static Map<String, Object> object(JsonParser in, DeserializationContext context) throws IOException {
        String name = in.nextFieldName();
        if (name == null) {
            return Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>(2);
        for (; name != null; name = in.nextFieldName()) {
            fields.put(
                    name,
                    in.nextToken() == JsonToken.START_OBJECT
                            ? object(in, context)
                            : context.readValue(in, Object.class));
        }
        return fields;
    }
}
