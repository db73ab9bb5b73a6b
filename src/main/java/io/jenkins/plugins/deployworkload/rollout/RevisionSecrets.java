package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Secrets of stored revisions, whose values are not stored. A Secret whose name contains a hash stays in the cluster
 * while a revision uses it, so that a rollback finds it unchanged. A Secret with a fixed name is not rolled back.
 */
final class RevisionSecrets {

    private final RolloutContext context;
    private final RolloutThread thread;
    private final Pruner pruner;

    RevisionSecrets(RolloutContext context, RolloutThread thread, Pruner pruner) {
        this.context = context;
        this.thread = thread;
        this.pruner = pruner;
    }

    /**
     * Why a revision cannot be used: one of its Secrets was deleted.
     *
     * @return a sentence for users; empty if all Secrets exist or could not be read
     */
    Optional<String> missing(RevisionHistory.Revision revision) {
        Set<String> missing = new TreeSet<>(revision.secrets());
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        try {
            find(revision.secrets())
                    .forEach(secret -> missing.remove(context.ref(secret).label()));
        } catch (RuntimeException problem) {
            return Optional.empty();
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Messages.RevisionSecrets_missing(String.join(", ", missing)));
    }

    /** The labels of those Secrets whose values may differ from those of the active revision, because their names are fixed. */
    Set<String> notRolledBack(Set<String> labels) {
        Set<String> fixed = new TreeSet<>(labels);
        if (!fixed.isEmpty()) {
            find(labels).stream()
                    .filter(FieldManagers::isNamedByHash)
                    .forEach(secret -> fixed.remove(context.ref(secret).label()));
        }
        return fixed;
    }

    private List<HasMetadata> find(Set<String> labels) {
        List<ObjectRef> refs = context.revisions().inventory().stream()
                .filter(ref -> labels.contains(ref.label()))
                .toList();
        return thread.finish(() -> pruner.findOwned(refs));
    }
}
