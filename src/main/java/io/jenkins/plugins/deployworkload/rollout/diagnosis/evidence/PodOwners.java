package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The custom resources for which other controllers create pods, directly or through further objects. */
public final class PodOwners {

    private final Map<String, String> roots = new HashMap<>();

    /** The object that controls the object. Some controllers set an owner that is no controller. */
    public static Optional<OwnerReference> owner(HasMetadata object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners.stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .or(() -> owners.stream().findFirst());
    }

    /**
     * @param owner the UID of an owner of pods
     * @param root the UID of the custom resource, which can be the owner itself
     */
    public void add(String owner, String root) {
        roots.put(owner, root);
    }

    /**
     * The pods that were created for the custom resource since its last change. Its controller may replace older pods.
     *
     * @param all pods that are not terminating
     */
    List<Pod> currentPods(HasMetadata root, Collection<Pod> all) {
        return pods(root, all, pod -> isCurrent(root, pod));
    }

    /** The other pods of the custom resource. */
    List<Pod> earlierPods(HasMetadata root, Collection<Pod> all) {
        return pods(root, all, pod -> !isCurrent(root, pod));
    }

    private List<Pod> pods(HasMetadata root, Collection<Pod> all, Predicate<Pod> filter) {
        String uid = root.getMetadata().getUid();
        return all.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && filter.test(pod))
                .filter(pod -> owner(pod)
                        .filter(owner -> uid.equals(roots.get(owner.getUid())))
                        .isPresent())
                .toList();
    }

    /** Compares times of the API server, which have whole seconds. */
    private static boolean isCurrent(HasMetadata root, Pod pod) {
        return Pods.created(pod)
                        .compareTo(FieldManagers.appliedAt(root)
                                .orElse(root.getMetadata().getCreationTimestamp()))
                >= 0;
    }
}
