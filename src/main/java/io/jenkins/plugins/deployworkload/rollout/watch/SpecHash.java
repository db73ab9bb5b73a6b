package io.jenkins.plugins.deployworkload.rollout.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells whether two states of an object differ in more than their number of replicas. */
final class SpecHash {

    /** Sorts the fields, because their order depends on the version of the client. */
    private static final ObjectWriter SORTED = Json.MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private SpecHash() {}

    /** The hash of the spec without the replicas, as this version of the client models the spec. */
    static String of(HasMetadata object) {
        Map<String, Object> spec = new LinkedHashMap<>();
        Json.MAPPER.valueToTree(object).path("spec").properties().forEach(field -> {
            if (!field.getKey().equals("replicas")) {
                spec.put(field.getKey(), Json.MAPPER.convertValue(field.getValue(), Object.class));
            }
        });
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(spec)));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
