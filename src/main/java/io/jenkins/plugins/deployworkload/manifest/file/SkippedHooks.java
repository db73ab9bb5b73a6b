package io.jenkins.plugins.deployworkload.manifest.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Hooks of Helm and Argo CD that do not run in a deploy: tests, and hooks of deletions, rollbacks and failures.
 *
 * @see <a href="https://helm.sh/docs/topics/charts_hooks/">Chart hooks</a>
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/">Hooks of Argo CD</a>
 */
final class SkippedHooks {

    private static final Set<String> HELM = Set.of(
            "test", "test-success", "test-failure", "pre-delete", "post-delete", "pre-rollback", "post-rollback");

    private static final Set<String> ARGO = Set.of("Skip", "SyncFail", "PreDelete", "PostDelete");

    private SkippedHooks() {}

    /** The annotation of an object that is only such a hook, such as {@code helm.sh/hook: test}; empty for other objects. */
    static Optional<String> hook(ManifestObject object) {
        return hook(object, "helm.sh/hook", HELM).or(() -> hook(object, "argocd.argoproj.io/hook", ARGO));
    }

    private static Optional<String> hook(ManifestObject object, String annotation, Set<String> skipped) {
        JsonNode hooks = object.tree().path("metadata").path("annotations").path(annotation);
        boolean isSkipped = hooks.isTextual()
                && Arrays.stream(hooks.textValue().split(",")).map(String::trim).allMatch(skipped::contains);
        return isSkipped ? Optional.of(annotation + ": " + Quoted.escape(hooks.textValue())) : Optional.empty();
    }
}
