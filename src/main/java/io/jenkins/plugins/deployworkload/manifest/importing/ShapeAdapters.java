package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.autoscaling.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.controller.DeploymentStrategy;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.volume.VolumeClaimTemplate;
import io.jenkins.plugins.deployworkload.workload.volume.source.EphemeralClaim;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gives trees of the Kubernetes API the shape of the model's sections, where the shapes differ. */
final class ShapeAdapters {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<Class<?>, UnaryOperator<JsonNode>> ADAPTERS = Map.of(
            DeploymentStrategy.class, ShapeAdapters::strategy,
            VolumeClaimTemplate.class, ShapeAdapters::claim,
            EphemeralClaim.class, ShapeAdapters::claim,
            Service.class, ShapeAdapters::service,
            Autoscaling.class, ShapeAdapters::autoscaling);

    private ShapeAdapters() {}

    /** @param type a section, or the base class of alternatives */
    static JsonNode adapt(Class<?> type, JsonNode tree) {
        return ADAPTERS.getOrDefault(type, UnaryOperator.identity()).apply(tree);
    }

    private static JsonNode strategy(JsonNode strategy) {
        boolean recreate = strategy.path("type").asText().equals("Recreate");
        JsonNode rolling = strategy.path("rollingUpdate");
        ObjectNode alternative = NODES.objectNode();
        return recreate
                ? alternative.set("recreate", NODES.objectNode())
                : alternative.set("rollingUpdate", rolling.isObject() ? rolling : NODES.objectNode());
    }

    private static JsonNode claim(JsonNode claim) {
        JsonNode spec = claim.path("spec");
        ObjectNode flat = metadata(claim);
        flat.setAll(fields(spec, List.of("storageClassName", "volumeMode", "dataSource")));
        if (spec.path("accessModes").size() > 0) {
            flat.set("accessMode", spec.path("accessModes").get(0));
        }
        if (spec.at("/resources/requests").has("storage")) {
            flat.set("storage", spec.at("/resources/requests/storage"));
        }
        return flat;
    }

    private static JsonNode service(JsonNode service) {
        ObjectNode flat = metadata(service);
        ObjectNode spec = service.path("spec") instanceof ObjectNode map ? map.deepCopy() : NODES.objectNode();
        boolean sticky = spec.path("sessionAffinity").asText().equals("ClientIP");
        spec.remove("sessionAffinity");
        if (sticky) {
            spec.set(
                    "sessionAffinity",
                    spec.at("/sessionAffinityConfig/clientIP").isObject()
                            ? spec.at("/sessionAffinityConfig/clientIP")
                            : NODES.objectNode());
        }
        return flat.setAll(spec);
    }

    private static JsonNode autoscaling(JsonNode autoscaler) {
        JsonNode spec = autoscaler.path("spec");
        ObjectNode flat = fields(spec, List.of("minReplicas", "maxReplicas", "behavior"));
        flat.set("name", autoscaler.at("/metadata/name"));
        ArrayNode others = NODES.arrayNode();
        // The renderer writes CPU first, then memory, then the others.
        List<String> simple = List.of("cpu", "memory");
        int next = 0;
        for (JsonNode metric : spec.path("metrics")) {
            String name = metric.at("/resource/name").asText();
            JsonNode utilization = metric.at("/resource/target/averageUtilization");
            int position = simple.indexOf(name);
            if (utilization.isNumber() && others.isEmpty() && position >= next) {
                flat.set(name + "Utilization", utilization);
                next = position + 1;
            } else {
                others.add(metric);
            }
        }
        if (!others.isEmpty()) {
            flat.set("metrics", others);
        }
        return flat;
    }

    private static ObjectNode metadata(JsonNode object) {
        return fields(object.path("metadata"), List.of("name", "labels", "annotations"));
    }

    private static ObjectNode fields(JsonNode map, List<String> names) {
        ObjectNode fields = NODES.objectNode();
        names.stream().filter(map::has).forEach(name -> fields.set(name, map.get(name)));
        return fields;
    }
}
