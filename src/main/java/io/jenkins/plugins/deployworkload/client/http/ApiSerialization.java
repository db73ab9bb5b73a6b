package io.jenkins.plugins.deployworkload.client.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.concurrent.JsonFactories;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads JSON of an API server, which is not trusted.
 *
 * <p>fabric8 reads a text that does not start as a JSON object or array as YAML. A few kilobytes of YAML with aliases
 * expand to gigabytes, so such a text is refused. Jackson limits the depth of JSON, and {@link #MAX_TOKENS} its memory.
 *
 * <p>API servers may send {@code null} instead of an empty list, for example for {@code status.conditions}. Such a list
 * is empty, and an element {@code null} is left out.
 */
public final class ApiSerialization extends KubernetesSerialization {

    /**
     * Limit of names, values and brackets in one text. An empty object has 3 bytes in a response and about 100 bytes in
     * memory, so the limit of the response size alone would allow 2 GiB. A large page of 500 Pods has 1 million.
     */
    static final int MAX_TOKENS = 5_000_000;

    public ApiSerialization() {
        super(
                new ObjectMapper(JsonFactories.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxTokenCount(MAX_TOKENS)
                                .build())
                        .build()),
                true);
    }

    @JsonDeserialize(using = ManagedFieldsReader.class)
    private interface ReadManagedFields {}

    @Override
    protected void configureMapper(ObjectMapper mapper) {
        super.configureMapper(mapper);
        mapper.addMixIn(FieldsV1.class, ReadManagedFields.class);
        mapper.setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SKIP));
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP));
    }

    @Override
    public <T> T unmarshal(InputStream input) {
        return super.unmarshal(json(input));
    }

    @Override
    public <T> T unmarshal(InputStream input, TypeReference<T> type) {
        return super.unmarshal(json(input), type);
    }

    @Override
    public <T> T unmarshal(InputStream input, Class<T> type) {
        return unmarshal(input, new TypeReference<>() {
            @Override
            public Type getType() {
                return type;
            }
        });
    }

    @Override
    public <T> T unmarshal(String text) {
        return unmarshal(stream(text));
    }

    @Override
    public <T> T unmarshal(String text, Class<T> type) {
        return unmarshal(stream(text), type);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws KubernetesClientException if the text is not empty and starts neither an object nor an array */
    private static InputStream json(InputStream input) {
        InputStream markable = input.markSupported() ? input : new BufferedInputStream(input);
        try {
            int first;
            do {
                markable.mark(1);
                first = markable.read();
            } while (first >= 0 && Character.isWhitespace(first));
            if (first >= 0 && first != '{' && first != '[') {
                throw KubernetesClientException.launderThrowable(
                        new JsonParseException(null, "neither a JSON object nor a JSON array"));
            }
            markable.reset();
            return markable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
