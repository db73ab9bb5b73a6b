package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes the volumes of a random workload so that their files have different paths and refer to existing containers. */
final class VolumeConstraintRepair {

    private final ObjectNode workload;
    private int nextPath;

    VolumeConstraintRepair(ObjectNode workload) {
        this.workload = workload;
    }

    void repair() {
        ConstraintRepair.list(workload, "volumes").forEach(volume -> {
            source(volume.path("downwardAPI"));
            source(volume.path("ephemeral").path("volumeClaimTemplate"));
            volume.path("projected")
                    .path("sources")
                    .forEach(source -> source.properties().forEach(entry -> source(entry.getValue())));
            volume.path("projected").path("sources").forEach(source -> trustBundle(source.path("clusterTrustBundle")));
        });
        ConstraintRepair.list((ObjectNode) workload.get("controller").iterator().next(), "volumeClaimTemplates")
                .forEach(this::source);
    }

    private void source(JsonNode source) {
        source.path("items").forEach(this::file);
        if (source.path("dataSource") instanceof ObjectNode dataSource) {
            dataSource.remove("apiGroup");
        }
        if (source.has("path")) {
            file(source);
        }
    }

    /** Of a ClusterTrustBundle, either the name or the signer is set. */
    private static void trustBundle(JsonNode source) {
        if (source instanceof ObjectNode bundle) {
            if (bundle.has("signerName")) {
                bundle.remove("name");
            } else {
                bundle.put("name", "a").remove("labelSelector");
            }
        }
    }

    private void file(JsonNode file) {
        ((ObjectNode) file).put("path", "p" + nextPath++);
        if (file.path("resourceFieldRef") instanceof ObjectNode resource) {
            resource.put("containerName", workload.at("/containers/0/name").asText());
            ConstraintRepair.divisor(resource);
        }
    }
}
