package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition in the status of an object without a model class. Texts are empty if they are missing.
 *
 * @param observedGeneration the generation that the condition is about; {@code null} if the controller does not set it
 */
record Condition(
        String type, String status, String reason, String message, String lastTransitionTime, Long observedGeneration) {

    /** The conditions of an object. Malformed conditions are left out, because a schema may allow anything. */
    static List<Condition> of(GenericKubernetesResource object) {
        return object.get("status", "conditions") instanceof List<?> conditions
                ? conditions.stream()
                        .filter(Map.class::isInstance)
                        .map(condition -> of((Map<?, ?>) condition))
                        .toList()
                : List.of();
    }

    private static Condition of(Map<?, ?> condition) {
        return new Condition(
                text(condition, "type"),
                text(condition, "status"),
                text(condition, "reason"),
                text(condition, "message"),
                text(condition, "lastTransitionTime"),
                condition.get("observedGeneration") instanceof Number number ? number.longValue() : null);
    }

    private static String text(Map<?, ?> condition, String key) {
        return condition.get(key) instanceof String text ? text : "";
    }

    static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type.equals(type))
                .findFirst();
    }

    boolean isTrue() {
        return "True".equals(status);
    }

    boolean isFalse() {
        return "False".equals(status);
    }

    /** Reason and message, such as {@code Waiting: no issuer}; the status if both are missing. */
    String describe() {
        if (reason.isEmpty() && message.isEmpty()) {
            return status;
        }
        return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
    }
}
