package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Fields that the API server or a controller sets. A live object that was written to a file has them. */
public final class ServerFields {

    /** The fields of {@code metadata}. */
    public static final List<String> METADATA = List.of(
            "managedFields",
            "resourceVersion",
            "uid",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink");

    /**
     * The second one contains a copy of the object, and the first one belongs to the controller of Deployments.
     *
     * @see <a href="https://kubernetes.io/docs/reference/labels-annotations-taints/">Well-known annotations</a>
     */
    private static final List<String> ANNOTATIONS =
            List.of("deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration");

    private ServerFields() {}

    /** Removes the fields, and returns the paths of those that had a value. */
    static List<String> drop(ObjectNode object) {
        List<String> dropped = new ArrayList<>();
        remove(object, "status", "status", dropped);
        JsonNode metadata = object.path("metadata");
        METADATA.forEach(field -> remove(metadata, field, "metadata." + field, dropped));
        JsonNode annotations = metadata.path("annotations");
        ANNOTATIONS.forEach(key -> remove(annotations, key, "metadata.annotations[\"" + key + "\"]", dropped));
        return dropped;
    }

    /** Generators write an empty {@code status} and {@code creationTimestamp}, which need no notice. */
    private static void remove(JsonNode parent, String field, String path, List<String> dropped) {
        JsonNode value = parent.path(field);
        if (parent instanceof ObjectNode map && map.has(field)) {
            map.remove(field);
            if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                dropped.add(path);
            }
        }
    }
}
