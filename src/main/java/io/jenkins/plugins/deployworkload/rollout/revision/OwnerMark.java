package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The annotation {@link FieldManagers#OWNER_ANNOTATION} on applied objects: the owner of the application and a code.
 * With it, the owner is known although somebody has deleted or changed the index. The code prevents that other clients
 * invent an owner.
 */
final class OwnerMark {

    /** In characters. A longer annotation is not from this plugin, and is not parsed. */
    private static final int MAX_LENGTH = 8000;

    private final RevisionKeys keys;
    private final Ownership ownership;

    /** @param keys {@code null} if there is no key; then no annotation is written, and none is believed */
    OwnerMark(RevisionKeys keys, Ownership ownership) {
        this.keys = keys;
        this.ownership = ownership;
    }

    /** The value of the annotation; empty for none. */
    Optional<String> value(Owner owner) {
        if (keys == null || owner == null) {
            return Optional.empty();
        }
        ObjectNode value = Json.MAPPER
                .createObjectNode()
                .put("instance", owner.instance())
                .put("id", owner.id())
                .put("name", owner.name())
                .put("mac", keys.ownerMac(owner));
        return Optional.of(value.toString()).filter(text -> text.length() <= MAX_LENGTH);
    }

    /** The owners on the objects that this plugin has applied for the application, as far as their codes are right. */
    List<Owner> find(Collection<HasMetadata> live) {
        return keys == null
                ? List.of()
                : live.stream()
                        .filter(ownership::owns)
                        .flatMap(object -> read(object).stream())
                        .distinct()
                        .toList();
    }

    private Optional<Owner> read(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String value = annotations == null ? null : annotations.get(FieldManagers.OWNER_ANNOTATION);
        if (value == null || value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JsonNode tree = Json.MAPPER.readTree(value);
            Owner owner = new Owner(
                    tree.path("instance").asText(),
                    tree.path("id").asText(),
                    tree.path("name").asText());
            boolean isGenuine = MessageDigest.isEqual(
                    keys.ownerMac(owner).getBytes(StandardCharsets.UTF_8),
                    tree.path("mac").asText().getBytes(StandardCharsets.UTF_8));
            return isGenuine ? Optional.of(owner) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
