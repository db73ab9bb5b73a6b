package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
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

    /**
     * Why the stored revision that the rollout applies again cannot be used: the history is not trusted, or a Secret was
     * deleted. Warns about Secrets whose values may not be those of the revision.
     *
     * @return empty if the revision can be used, or the rollout has new objects
     */
    Optional<RolloutEnd> refuseRedeploy() throws RolloutInterruptedException {
        Redeploy redeploy = context.state().parameters().redeploy();
        if (redeploy == null) {
            return Optional.empty();
        }
        String unusable = context.revisions().unusable();
        if (unusable != null) {
            return Optional.of(refusal(Sentences.of(unusable)));
        }
        List<ObjectRef> refs = refs(redeploy.secrets());
        List<HasMetadata> found = thread.read(() -> pruner.findOwned(refs));
        Set<String> missing = new TreeSet<>(redeploy.secrets());
        Set<String> fixed = new TreeSet<>();
        for (HasMetadata secret : found) {
            String label = context.ref(secret).label();
            missing.remove(label);
            if (!FieldManagers.isNamedByHash(secret)) {
                fixed.add(label);
            }
        }
        if (!missing.isEmpty()) {
            return Optional.of(refusal(Messages.RevisionSecrets_missing(String.join(", ", missing))));
        }
        if (!fixed.isEmpty()) {
            context.warn(null, Messages.RevisionSecrets_notStored(String.join(", ", fixed)));
        }
        return Optional.empty();
    }

    private static RolloutEnd refusal(String reason) {
        return RolloutEnd.refused(Messages.RevisionSecrets_notDeployedAgain(reason));
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
        List<ObjectRef> refs = refs(labels);
        return thread.finish(() -> pruner.findOwned(refs));
    }

    private List<ObjectRef> refs(Set<String> labels) {
        return context.revisions().inventory().stream()
                .filter(ref -> labels.contains(ref.label()))
                .toList();
    }
}
