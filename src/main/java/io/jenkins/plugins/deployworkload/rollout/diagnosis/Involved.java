package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.List;
import java.util.Set;

/**
 * Tells the warnings that may concern a workload from its neighbours' in the namespace, by the names of what they are about:
 * those of pods and ReplicaSets begin with the name of what makes them. It may be asked by any thread.
 */
public final class Involved {

    /** A longer beginning is cut, as there have to be characters at random after it (names.SimpleNameGenerator). */
    private static final int LONGEST = 58;

    private final Set<String> names;
    private final List<String> beginnings;

    /** @param names of the objects that make pods */
    public Involved(Set<String> names) {
        this.names = Set.copyOf(names);
        this.beginnings = names.stream()
                .map(name -> name + "-")
                .map(name -> name.substring(0, Math.min(name.length(), LONGEST)))
                .toList();
    }

    /** Whether the event may be about the workload; a volume claim may have any name, see {@link Cast#concerns}. */
    public boolean maybe(Event event) {
        ObjectReference about = event.getInvolvedObject();
        if (about == null || about.getName() == null) {
            return false;
        }
        return Claims.KIND.equals(about.getKind())
                || names.contains(about.getName())
                || beginnings.stream().anyMatch(about.getName()::startsWith);
    }
}
