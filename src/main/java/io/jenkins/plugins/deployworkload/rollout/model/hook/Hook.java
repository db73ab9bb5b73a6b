package io.jenkins.plugins.deployworkload.rollout.model.hook;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hook of Helm or Argo CD: an object that runs before or after the other objects of its application.
 *
 * @param phase -1 for a hook before the other objects, 1 for a hook after them, 0 for a hook that is applied with them
 * @param weight the number in the phase, as text; {@code null} for none
 * @param runsAlways whether the hook belongs to each deploy, and not only to the first one
 * @param deletePolicies when the hook is deleted
 * @see <a href="https://helm.sh/docs/topics/charts_hooks/">Chart hooks</a>
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/">Hooks of Argo CD</a>
 */
public record Hook(int phase, String weight, boolean runsAlways, Set<DeletePolicy> deletePolicies) {

    private static final String HELM = "helm.sh/hook";
    private static final String ARGO = "argocd.argoproj.io/hook";
    private static final String WEIGHT = "helm.sh/hook-weight";
    private static final String DELETE_POLICY = "-delete-policy";

    private static final Set<String> BEFORE = Set.of("pre-install", "pre-upgrade", "PreSync");
    private static final Set<String> AFTER = Set.of("post-install", "post-upgrade", "PostSync");
    private static final Set<String> OF_EACH_DEPLOY =
            Set.of("pre-upgrade", "post-upgrade", "PreSync", "Sync", "PostSync");

    public Hook {
        deletePolicies = Set.copyOf(deletePolicies);
    }

    /** The hook that the annotations of the object define; empty for an object that is no hook of a deploy. */
    public static Optional<Hook> of(HasMetadata object) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
        Set<String> events = Stream.of(HELM, ARGO)
                .flatMap(key -> Arrays.stream(annotations.getOrDefault(key, "").split(",")))
                .map(String::trim)
                .collect(Collectors.toSet());
        boolean isBefore = !Collections.disjoint(events, BEFORE);
        boolean isAfter = !Collections.disjoint(events, AFTER);
        if (!isBefore && !isAfter && !events.contains("Sync")) {
            return Optional.empty();
        }
        Set<DeletePolicy> policies = Stream.of(HELM, ARGO)
                .flatMap(key -> DeletePolicy.parse(annotations.getOrDefault(key + DELETE_POLICY, "")).stream())
                .collect(Collectors.toSet());
        return Optional.of(new Hook(
                isBefore ? -1 : isAfter ? 1 : 0,
                annotations.get(WEIGHT),
                !Collections.disjoint(events, OF_EACH_DEPLOY),
                policies.isEmpty() ? Set.of(DeletePolicy.BEFORE_HOOK_CREATION) : policies));
    }

    /** When the object is deleted because it is a hook; empty for an object that is no hook. */
    public static Set<DeletePolicy> deletePolicies(HasMetadata object) {
        return of(object).map(Hook::deletePolicies).orElse(Set.of());
    }

    /** Whether the object is deleted and created again on each deploy, although it has not changed. */
    public static boolean isRecreated(HasMetadata object) {
        return of(object)
                .filter(hook -> hook.runsAlways && hook.deletePolicies.contains(DeletePolicy.BEFORE_HOOK_CREATION))
                .isPresent();
    }
}
