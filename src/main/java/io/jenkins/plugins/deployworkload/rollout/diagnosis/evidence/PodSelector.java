package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The selector of a controller, which matches its pods and, for a Deployment, its ReplicaSets. Thread-safe. */
public final class PodSelector {

    private final LabelSelector selector;
    private final boolean isOfDeployment;

    private PodSelector(LabelSelector selector, boolean isOfDeployment) {
        this.selector = selector;
        this.isOfDeployment = isOfDeployment;
    }

    /**
     * Empty for an object without a selector, such as a pod.
     *
     * @param controller {@code null} if the object was never seen
     */
    public static Optional<PodSelector> of(HasMetadata controller) {
        return Optional.ofNullable(controller)
                .map(PodSelector::selector)
                .map(selector -> new PodSelector(selector, controller instanceof Deployment));
    }

    private static LabelSelector selector(HasMetadata controller) {
        return switch (controller) {
            case Deployment deployment -> deployment.getSpec().getSelector();
            case StatefulSet set -> set.getSpec().getSelector();
            case DaemonSet set -> set.getSpec().getSelector();
            // A Job that was deleted before it was seen has no spec.
            case Job job -> job.getSpec() == null ? null : job.getSpec().getSelector();
            default -> null;
        };
    }

    public boolean isOfDeployment() {
        return isOfDeployment;
    }

    /** Whether the selector matches only objects with this label. */
    public boolean requires(String key, String value) {
        return value.equals(matchLabels().get(key));
    }

    /** A label of all selected objects; empty if the selector consists of expressions only. */
    public Optional<Map.Entry<String, String>> requiredLabel() {
        return matchLabels().entrySet().stream().min(Map.Entry.comparingByKey());
    }

    private Map<String, String> matchLabels() {
        return Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
    }

    public boolean matches(HasMetadata object) {
        Map<String, String> labels =
                Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
        return labels.entrySet().containsAll(matchLabels().entrySet())
                && selector.getMatchExpressions().stream().allMatch(requirement -> matches(requirement, labels));
    }

    private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        return switch (String.valueOf(requirement.getOperator())) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
