package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import java.util.Collection;

/**
 * The objects in one namespace that a rollout waits for. Objects without a namespace belong to the home namespace of the
 * application.
 */
record NamespaceObjects(RolloutState state, String namespace) {

    Collection<TrackedObject<?>> watched() {
        return state.watched().stream()
                .filter(object -> object.ref().namespace().equals(namespace))
                .toList();
    }

    /** The objects that create pods, and pods without a controller. */
    Collection<TrackedObject<?>> runningPods() {
        return watched().stream()
                .filter(object -> ResourceKinds.isPodController(object.ref()) || ResourceKinds.isPod(object.ref()))
                .toList();
    }

    /** The custom resources. Their controllers may create pods. */
    Collection<TrackedObject<?>> customResources() {
        return watched().stream()
                .filter(object ->
                        CustomResourceDefinitions.isCustom(object.ref().apiVersion()))
                .toList();
    }
}
