package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.List;

/** Checks {@code matchLabelKeys} and {@code mismatchLabelKeys}, which extend a label selector by labels of the new pod. */
final class LabelKeys {

    private LabelKeys() {}

    /**
     * Checks label keys against the selector that they extend. The API server adds a condition for each key to the
     * selector of a pod, and refuses a pod whose selector already has a condition with a key of {@code matchLabelKeys}.
     *
     * @param property the property with the keys; part of the problem's path
     */
    static void check(
            List<String> keys, String property, LabelSelector selector, boolean exclusive, ValidationContext context) {
        if (!keys.isEmpty() && selector == null) {
            context.addProblem(property, Messages.LabelKeys_SelectorRequired());
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (exclusive && keys.get(i) != null && selector.hasKey(keys.get(i))) {
                context.addProblem(property + "[" + i + "]", Messages.LabelKeys_KeyInSelector(keys.get(i)));
            }
        }
    }
}
