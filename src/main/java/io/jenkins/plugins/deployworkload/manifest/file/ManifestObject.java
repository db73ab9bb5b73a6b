package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;

/**
 * An object of a manifest file.
 *
 * @param tree the object, which the reader and the replacement of images change
 * @param path the path of the object in its document: empty, or {@code items[0]} in a List
 * @param document the document of the object, for locations
 */
public record ManifestObject(ObjectNode tree, String path, YamlDocument document) {

    /**
     * Whether a tree is a list of objects: the kind {@code List}, which kubectl prints, or a list of the API, such as {@code
     * ConfigMapList}. Only an object has a name.
     */
    public static boolean isList(JsonNode tree) {
        return tree.path("kind").asText("").endsWith("List")
                && tree.path("items").isArray()
                && !tree.path("metadata").has("name");
    }

    /** @param field the path of the field in the object */
    Problem problem(String field, String message) {
        return new Problem(field, message, location(field));
    }

    /** File, line and column of a field of the object; those of the object for an empty path. */
    public String location(String field) {
        return document.location(FieldPaths.child(path, field));
    }

    /** The text for messages, such as {@code Deployment web}. */
    String label() {
        return Quoted.escape(
                text("kind") + " " + tree.path("metadata").path("name").asText(""));
    }

    String text(String field) {
        return tree.path(field).asText("");
    }

    /** The group, kind, namespace and name. Two versions of one kind are one identity. */
    String identity() {
        return String.join(
                " ",
                text("apiVersion").replaceFirst("/?[^/]*$", ""),
                text("kind"),
                tree.path("metadata").path("namespace").asText(""),
                tree.path("metadata").path("name").asText(""));
    }
}
