package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.manifest.file.ServerFields;
import java.util.List;
import java.util.Set;

/** Removes the fields that the API server and its controllers write, and that a description cannot have. */
final class ServerManagedFields {

    /** Fields of {@code metadata} that the manifest of a workload has only if another object has created the workload. */
    private static final List<String> CREATED = List.of("generateName", "ownerReferences");

    /** Has no effect in the metadata of a template. */
    private static final List<String> IDENTITY = List.of("name", "generateName", "namespace");

    private static final Set<String> ANNOTATIONS = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            "deployment.kubernetes.io/revision",
            "deprecated.daemonset.template.generation",
            "autoscaling.alpha.kubernetes.io/conditions",
            "autoscaling.alpha.kubernetes.io/current-metrics",
            "control-plane.alpha.kubernetes.io/leader");

    /** The labels by which a Job finds its pods. The API server generates them. */
    private static final Set<String> JOB_LABELS =
            Set.of("controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name");

    /** The labels and annotations that only deploys of this plugin set. */
    private static final String RESERVED_PREFIX = "deploy-workload.jenkins.io/";

    private ServerManagedFields() {}

    static void remove(ObjectNode object) {
        object.remove("status");
        if (object.path("metadata") instanceof ObjectNode metadata) {
            removeMetadata(metadata);
            removeKeys(metadata, "annotations", ANNOTATIONS);
            removeReserved(metadata);
        }
        for (String template : List.of("/spec/template", "/spec/jobTemplate", "/spec/jobTemplate/spec/template")) {
            if (object.at(template + "/metadata") instanceof ObjectNode metadata) {
                removeMetadata(metadata);
                metadata.remove(IDENTITY);
                removeReserved(metadata);
            }
        }
        for (String pod : List.of("/spec/template/spec", "/spec/jobTemplate/spec/template/spec")) {
            if (object.at(pod) instanceof ObjectNode spec) {
                complete(spec);
            }
        }
        for (JsonNode claim : object.at("/spec/volumeClaimTemplates")) {
            remove(claim, "status");
            if (claim.path("metadata") instanceof ObjectNode metadata) {
                removeMetadata(metadata);
            }
        }
        if (object.path("kind").asText().equals("Job")) {
            removeGeneratedSelector(object);
        }
    }

    /** Adds what the API server concludes from a pod that omits it. */
    private static void complete(ObjectNode pod) {
        if (pod.has("serviceAccount")) {
            // The former name of serviceAccountName. The API server sets both.
            pod.putIfAbsent("serviceAccountName", pod.remove("serviceAccount"));
        }
        for (JsonNode volume : pod.path("volumes")) {
            if (volume instanceof ObjectNode object && hasOnlyName(object)) {
                object.putObject("emptyDir");
            }
        }
    }

    private static boolean hasOnlyName(ObjectNode volume) {
        return volume.properties().stream()
                .allMatch(field ->
                        field.getKey().equals("name") || field.getValue().isNull());
    }

    private static void removeGeneratedSelector(ObjectNode job) {
        if (!job.at("/spec/manualSelector").asBoolean() && job.path("spec") instanceof ObjectNode spec) {
            spec.remove("selector");
            removeKeys(spec.at("/template/metadata"), "labels", JOB_LABELS);
        }
    }

    /** Removes what the API server allocates for a Service. A deploy without these fields keeps their live values. */
    static void removeAllocations(ObjectNode service) {
        if (!(service.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        spec.remove(List.of("clusterIPs", "healthCheckNodePort"));
        if (!spec.path("clusterIP").asText().equals("None")) {
            spec.remove("clusterIP");
        }
        if (spec.path("ipFamilyPolicy").asText().equals("SingleStack")) {
            spec.remove(List.of("ipFamilies", "ipFamilyPolicy"));
        }
        if (spec.path("type").asText().equals("LoadBalancer")) {
            spec.path("ports").forEach(port -> remove(port, "nodePort"));
        }
    }

    /** A pod template of this plugin's own keeps its label: the selector needs it, and rendering adds it again. */
    private static void removeReserved(ObjectNode metadata) {
        for (String map : List.of("labels", "annotations")) {
            if (metadata.path(map) instanceof ObjectNode entries) {
                List<String> reserved = entries.properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .filter(key -> key.startsWith(RESERVED_PREFIX))
                        .toList();
                entries.remove(reserved);
                removeIfEmpty(metadata, map);
            }
        }
    }

    private static void removeMetadata(ObjectNode metadata) {
        metadata.remove(ServerFields.METADATA);
        metadata.remove(CREATED);
    }

    private static void remove(JsonNode map, String field) {
        if (map instanceof ObjectNode object) {
            object.remove(field);
        }
    }

    private static void removeKeys(JsonNode metadata, String map, Set<String> keys) {
        if (metadata.path(map) instanceof ObjectNode entries) {
            entries.remove(keys);
            removeIfEmpty((ObjectNode) metadata, map);
        }
    }

    private static void removeIfEmpty(ObjectNode metadata, String map) {
        if (metadata.path(map).isEmpty()) {
            metadata.remove(map);
        }
    }
}
