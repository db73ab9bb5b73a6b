package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.List;
import java.util.Set;

/**
 * Tells the warnings that may concern a workload from its neighbours' in the namespace, by the names of what they are about:
 * those of pods and ReplicaSets begin with the name of what makes them. It may be asked by any thread.
 */
public final class EventFilter {

    /** A longer beginning is cut, as there have to be characters at random after it (names.SimpleNameGenerator). */
    private static final int MAX_PREFIX_LENGTH = 58;

    private final Set<String> objectNames;
    private final List<String> prefixes;

    /** @param names of the objects that make pods */
    public EventFilter(Set<String> names) {
        this.objectNames = Set.copyOf(names);
        this.prefixes = names.stream()
                .map(name -> name + "-")
                .map(name -> name.substring(0, Math.min(name.length(), MAX_PREFIX_LENGTH)))
                .toList();
    }

    /** Whether the event may be about the workload; a volume claim may have any name, see {@link WorkloadCache#isRelevant}. */
    public boolean accepts(Event event) {
        ObjectReference about = event.getInvolvedObject();
        if (about == null || about.getName() == null) {
            return false;
        }
        return ClaimEvents.KIND.equals(about.getKind())
                || objectNames.contains(about.getName())
                || prefixes.stream().anyMatch(about.getName()::startsWith);
    }
}
