package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.List;
import java.util.Set;

/**
 * Selects the events that can concern a workload, by the name of the object that an event is about. The filter compares
 * prefixes, because the name of a pod or ReplicaSet starts with the name of its controller. Thread-safe.
 */
public final class EventFilter {

    /**
     * The maximum length of the prefix of a generated name. The API server cuts off longer prefixes to make room for
     * the random suffix (names.SimpleNameGenerator).
     */
    private static final int MAX_PREFIX_LENGTH = 58;

    private final Set<String> objectNames;
    private final List<String> prefixes;

    /** @param controllerNames the names of the objects that create pods */
    public EventFilter(Set<String> controllerNames) {
        this.objectNames = Set.copyOf(controllerNames);
        this.prefixes = controllerNames.stream()
                .map(name -> name + "-")
                .map(name -> name.substring(0, Math.min(name.length(), MAX_PREFIX_LENGTH)))
                .toList();
    }

    /**
     * Whether the event can concern the workload. The filter accepts the events of all PersistentVolumeClaims, because
     * the name of a claim need not contain the name of the workload. {@link WorkloadCache#isRelevant} then checks
     * whether a pod mounts the claim.
     */
    public boolean accepts(Event event) {
        ObjectReference involvedObject = event.getInvolvedObject();
        if (involvedObject == null || involvedObject.getName() == null) {
            return false;
        }
        return ClaimEvents.KIND.equals(involvedObject.getKind())
                || objectNames.contains(involvedObject.getName())
                || prefixes.stream().anyMatch(involvedObject.getName()::startsWith);
    }
}
