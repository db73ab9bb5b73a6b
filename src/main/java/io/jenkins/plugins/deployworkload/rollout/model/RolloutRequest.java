package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The objects to roll out, and the options of the rollout.
 *
 * @param namespace the namespace of all objects; an object without a namespace is applied in this namespace
 * @param workloadName the value of the label {@link #NAME_LABEL}, required on all objects that the rollout waits for
 * @param objects all objects of the workload; the rollout does not modify them
 * @param timeout the maximum time from the start of the rollout until the objects are healthy; a rollback gets the same
 *     time again
 * @param options the options of the rollout
 */
public record RolloutRequest(
        String namespace, String workloadName, List<HasMetadata> objects, Duration timeout, RolloutOptions options) {

    /**
     * The label with the workload's name. All objects of the workload have the label, and watches select objects by it.
     */
    public static final String NAME_LABEL = "deploy-workload.jenkins.io/name";

    /** A DNS label (RFC 1123). The check ensures that a namespace cannot change other parts of a URL path. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** A request with default options. */
    public RolloutRequest(String namespace, String workloadName, List<HasMetadata> objects, Duration timeout) {
        this(namespace, workloadName, objects, timeout, RolloutOptions.defaults());
    }

    /** @throws IllegalArgumentException if the objects cannot be rolled out together */
    public RolloutRequest {
        objects = List.copyOf(objects);
        if (namespace == null || !NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    Messages.RolloutRequest_invalidNamespace(namespace == null ? "" : namespace));
        }
        if (objects.isEmpty() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("needs objects, and a timeout above zero");
        }
        Set<ObjectRef> refs = new HashSet<>();
        for (HasMetadata object : objects) {
            ObjectRef ref = ObjectRef.of(object, namespace);
            if (!refs.add(ref)) {
                throw new IllegalArgumentException(Messages.RolloutRequest_duplicate(ref.label()));
            }
            String other = object.getMetadata().getNamespace();
            if (other != null && !other.equals(namespace)) {
                throw new IllegalArgumentException(
                        Messages.RolloutRequest_otherNamespace(ref.label(), other, namespace));
            }
            if (!ResourceKinds.isSupported(object)) {
                throw new IllegalArgumentException(Messages.RolloutRequest_unsupportedKind(ref.label()));
            }
            Map<String, String> labels = object.getMetadata().getLabels();
            if (ResourceKinds.isWatched(object) && (labels == null || !workloadName.equals(labels.get(NAME_LABEL)))) {
                throw new IllegalArgumentException(
                        Messages.RolloutRequest_missingLabel(ref.label(), NAME_LABEL, workloadName));
            }
        }
    }
}
