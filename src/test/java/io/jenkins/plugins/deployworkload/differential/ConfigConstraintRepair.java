package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.config.SecretType;
import java.util.List;

/** Changes the Secrets and ConfigMaps of a random workload so that their fields fit together. */
final class ConfigConstraintRepair {

    private ConfigConstraintRepair() {}

    static void repair(ObjectNode workload) {
        ArrayNode secrets = ConstraintRepair.list(workload, "secrets");
        for (int i = 0; i < secrets.size(); i++) {
            secret((ObjectNode) secrets.get(i), "s" + i);
        }
        ArrayNode configMaps = ConstraintRepair.list(workload, "configMaps");
        for (int i = 0; i < configMaps.size(); i++) {
            configMap((ObjectNode) configMaps.get(i), "m" + i);
        }
    }

    private static void secret(ObjectNode secret, String name) {
        named(secret, name);
        String type = secret.path("type").asText(SecretType.OPAQUE.toString());
        if (type.equals(SecretType.OPAQUE.toString())) {
            secret.remove(List.of("credentialsId", "registry"));
            ArrayNode data = ConstraintRepair.list(secret, "data");
            ConstraintRepair.distinct(data, entry -> entry.get("key").asText());
            if (data.isEmpty()) {
                secret.putArray("data").addObject().put("key", "a").put("credentialsId", "c");
            }
            return;
        }
        secret.remove("data");
        secret.put("credentialsId", secret.path("credentialsId").asText("c"));
        if (type.equals(SecretType.DOCKER_CONFIG_JSON.toString())) {
            secret.put("registry", secret.path("registry").asText("registry.example.com"));
        } else {
            secret.remove("registry");
        }
    }

    private static void configMap(ObjectNode configMap, String name) {
        named(configMap, name);
        JsonNode data = configMap.path("data");
        if (configMap.path("binaryData") instanceof ObjectNode binary) {
            data.fieldNames().forEachRemaining(binary::remove);
            binary.fieldNames().forEachRemaining(key -> binary.put(key, "AAE="));
        }
        if (data.isMissingNode()) {
            configMap.putObject("data").put("b", "c");
        }
    }

    private static void named(ObjectNode object, String name) {
        object.put("name", name);
        if (object.path("hashSuffix").asBoolean()) {
            object.remove("restartPods");
        }
    }
}
