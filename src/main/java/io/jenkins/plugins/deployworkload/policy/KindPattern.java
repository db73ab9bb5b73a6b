package io.jenkins.plugins.deployworkload.policy;

import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Patterns of kinds:
 *
 * <ul>
 *   <li>{@code NetworkPolicy} is a kind of Kubernetes itself, in any of its API groups.
 *   <li>{@code Certificate.cert-manager.io} is a kind of one API group.
 *   <li>{@code *.cert-manager.io} is every kind of one API group.
 *   <li>{@code default} stands for the {@link #DEFAULTS}.
 *   <li>{@code *} is every kind.
 * </ul>
 */
public final class KindPattern {

    static final String ALL = "*";

    private static final String DEFAULT = "default";

    /** The kinds of typical applications. They grant no permissions and affect only their namespace. */
    public static final Set<String> DEFAULTS = Set.of(
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "Job",
            "CronJob",
            "Pod",
            "Service",
            "ConfigMap",
            "Secret",
            "ServiceAccount",
            "PodDisruptionBudget",
            "HorizontalPodAutoscaler",
            "Ingress",
            "PersistentVolumeClaim");

    private static final Pattern VALID = Pattern.compile(
            "\\*|default|[A-Z][A-Za-z0-9]{0,62}|([A-Z][A-Za-z0-9]{0,62}|\\*)\\.[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private KindPattern() {}

    public static boolean isValid(String pattern) {
        return pattern != null && VALID.matcher(pattern).matches();
    }

    /** @param patterns empty for the defaults */
    static boolean matchesAny(List<String> patterns, String apiVersion, String kind) {
        return patterns.isEmpty()
                ? matches(DEFAULT, apiVersion, kind)
                : patterns.stream().anyMatch(pattern -> matches(pattern, apiVersion, kind));
    }

    static boolean matches(String pattern, String apiVersion, String kind) {
        boolean isCustom = CustomResourceDefinitions.isCustom(apiVersion);
        return switch (pattern) {
            case ALL -> true;
            case DEFAULT -> !isCustom && DEFAULTS.contains(kind);
            default -> {
                int dot = pattern.indexOf('.');
                String kindPattern = dot < 0 ? pattern : pattern.substring(0, dot);
                boolean isKind = kindPattern.equals(ALL) || kindPattern.equals(kind);
                yield isKind
                        && (dot < 0
                                ? !isCustom
                                : pattern.substring(dot + 1).equals(CustomResourceDefinitions.group(apiVersion)));
            }
        };
    }
}
