package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What to roll out.
 *
 * @param namespace where all objects go; they may name it or leave it out
 * @param workloadName the value of the label {@link #NAME_LABEL}, which all objects that are waited for must carry
 * @param objects the full intent; not changed
 * @param timeout from the start to the verdict; a rollback gets as long again
 * @param options what may be done beyond that
 */
public record RolloutRequest(
        String namespace, String workloadName, List<HasMetadata> objects, Duration timeout, RolloutOptions options) {

    /** The label that all objects of a workload carry, with its name: watches select by it. */
    public static final String NAME_LABEL = "deploy-workload.jenkins.io/name";

    /** A DNS label (RFC 1123), which also keeps it out of the rest of an address. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Apply and watch, nothing else. */
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
