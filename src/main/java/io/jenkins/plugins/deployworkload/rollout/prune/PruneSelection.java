package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides which objects that are no longer in the definition a deploy deletes, and whether these are too many. */
public final class PruneSelection {

    /** The number of objects that a message names. */
    private static final int MAX_NAMES = 20;

    private final WatchContext context;
    private final RevisionCache revisions;

    public PruneSelection(WatchContext context, RevisionCache revisions) {
        this.context = context;
        this.revisions = revisions;
    }

    /**
     * Whether the deploy deletes an object that is no longer in the definition.
     *
     * @param object the live object
     */
    public boolean deletes(HasMetadata object) {
        return context.options().prune() && context.options().mayDelete(context.ref(object)) && !isKept(object);
    }

    /** Like {@link #deletes(HasMetadata)}, or because an object of the definition takes its place. */
    public boolean deletes(HasMetadata object, List<HasMetadata> objects) {
        return deletes(object)
                || objects.stream().anyMatch(other -> ResourceKinds.takesPlaceOf(other, context.ref(object)));
    }

    /** Whether an object stays whatever the options: an annotation keeps it, or a rollback needs it. */
    public boolean isKept(HasMetadata object) {
        return Pruner.isKept(object)
                || FieldManagers.isNamedByHash(object)
                        && revisions
                                .secretsOfKeptRevisions()
                                .contains(context.ref(object).label());
    }

    /**
     * Finds out from the inventory alone whether the deploy may delete more than half of the application.
     *
     * @param objects the objects of the definition
     * @return the objects to read before {@link #refusal} decides; empty if the deploy deletes at most half
     */
    public List<ObjectRef> suspects(List<HasMetadata> objects) {
        if (!context.options().prune() || context.options().pruneMoreThanHalf()) {
            return List.of();
        }
        List<ObjectRef> suspects = revisions.pruneCandidates(context.state()).stream()
                .filter(context.options()::mayDelete)
                .filter(ref -> objects.stream()
                        .noneMatch(object -> ResourceKinds.takesPlaceOf(object, ref) || isNextVersion(object, ref)))
                .toList();
        return isMoreThanHalf(suspects.size(), revisions.inventory().size()) ? suspects : List.of();
    }

    /**
     * @param suspects the result of {@link #suspects}
     * @param live those of them that exist and belong to the application
     * @return why the deploy must not start, as sentences
     */
    public Optional<String> refusal(List<ObjectRef> suspects, List<HasMetadata> live) {
        List<String> deleted = live.stream()
                .filter(this::deletes)
                .map(object -> context.ref(object).label())
                .sorted()
                .toList();
        int all = revisions.inventory().size() - suspects.size() + live.size();
        return isMoreThanHalf(deleted.size(), all)
                ? Optional.of(Messages.PruneSelection_moreThanHalf(
                        String.valueOf(deleted.size()), String.valueOf(all), names(deleted)))
                : Optional.empty();
    }

    /**
     * Whether an object of the definition is a new version of an object with another name, such as a ConfigMap whose name
     * ends with a hash of its content.
     */
    private boolean isNextVersion(HasMetadata object, ObjectRef former) {
        String name = object.getMetadata().getName();
        int suffix = name.lastIndexOf('-') + 1;
        return suffix > 0
                && former.kind().equals(object.getKind())
                && former.apiVersion().equals(object.getApiVersion())
                && former.name().lastIndexOf('-') + 1 == suffix
                && former.name().startsWith(name.substring(0, suffix))
                && !revisions.inventory().contains(context.ref(object));
    }

    private static boolean isMoreThanHalf(int part, int all) {
        return part > all - part;
    }

    private static String names(List<String> labels) {
        String names = labels.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
        return labels.size() > MAX_NAMES ? names + ", …" : names;
    }
}
