package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.jenkins.plugins.deployworkload.client.concurrent.JsonFactories;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;

/**
 * Mappers, and serializers for times and durations. With these serializers, callers can use an {@code ObjectMapper}
 * without the Jackson module for {@code java.time}.
 */
public final class Json {

    public static final ObjectMapper MAPPER =
            new ObjectMapper(JsonFactories.builder().build());

    /**
     * Reads objects of manifests. A field with the value {@code null} is a missing field, as for the API server; a model
     * class would have {@code null} in place of its empty list. A list must not contain {@code null}.
     */
    public static final ObjectMapper OBJECTS = objectMapper();

    private Json() {}

    private static ObjectMapper objectMapper() {
        ObjectMapper mapper = new ObjectMapper(JsonFactories.builder().build());
        mapper.setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SKIP));
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
        return mapper;
    }

    public static final class InstantSerializer extends JsonSerializer<Instant> {

        /** Writes milliseconds even if they are zero. {@code Instant.toString} would omit them. */
        private static final DateTimeFormatter MILLIS =
                new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(MILLIS.format(value));
        }
    }

    public static final class InstantDeserializer extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(in.getValueAsString(""));
            } catch (DateTimeException e) {
                throw context.weirdStringException(in.getValueAsString(), Instant.class, "not an ISO 8601 time");
            }
        }
    }

    static final class MillisSerializer extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(value.toMillis());
        }
    }

    static final class MillisDeserializer extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Duration.ofMillis(in.getValueAsLong());
        }
    }
}
