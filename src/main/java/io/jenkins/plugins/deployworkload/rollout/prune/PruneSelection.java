package io.jenkins.plugins.deployworkload.rollout.prune;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides which objects that are no longer in the definition a deploy deletes, and whether these are too many. */
public final class PruneSelection {

    /** The number of objects that a message names. */
    private static final int MAX_NAMES = 20;

    /** The kinds whose new versions can have new names. */
    private static final Set<String> VERSIONED = Set.of("ConfigMap", "Secret");

    private final WatchContext context;
    private final RevisionCache revisions;
    private final Function<HasMetadata, Optional<String>> policy;

    /** @param policy the reasons why an object may not be written, as sentences */
    public PruneSelection(
            WatchContext context, RevisionCache revisions, Function<HasMetadata, Optional<String>> policy) {
        this.context = context;
        this.revisions = revisions;
        this.policy = policy;
    }

    /**
     * Whether the deploy deletes an object that is no longer in the definition.
     *
     * @param object the live object
     */
    public boolean deletes(HasMetadata object) {
        return isSelected(object) && policyRefusal(object).isEmpty();
    }

    /**
     * Why the policy keeps an object that the options select, as sentences. The policy decides only about kinds that hold
     * data; all other objects may be deleted.
     */
    public Optional<String> policyRefusal(HasMetadata object) {
        return isSelected(object) && ResourceKinds.holdsData(context.ref(object))
                ? policy.apply(object)
                : Optional.empty();
    }

    private boolean isSelected(HasMetadata object) {
        return context.options().prune() && context.options().mayDelete(context.ref(object)) && !isKept(object);
    }

    /**
     * The objects that the deploy deletes: by {@link #deletes}, or because an object of the definition takes their place.
     *
     * @param live the live objects that are no longer in the definition
     * @param objects the objects of the definition
     */
    public List<HasMetadata> deleted(List<HasMetadata> live, List<HasMetadata> objects) {
        return live.stream()
                .filter(object -> deletes(object)
                        || objects.stream().anyMatch(other -> ResourceKinds.takesPlaceOf(other, context.ref(object))))
                .toList();
    }

    /**
     * Whether an object stays whatever the options: an annotation keeps it, a rollback needs it, or it is a namespace with
     * an object or the revisions of the deploy.
     */
    public boolean isKept(HasMetadata object) {
        return Pruner.isKept(object)
                || isTarget(context.ref(object))
                || FieldManagers.isNamedByHash(object)
                        && revisions
                                .secretsOfKeptRevisions()
                                .contains(context.ref(object).label());
    }

    private boolean isTarget(ObjectRef ref) {
        return ResourceKinds.isNamespace(ref)
                && (ref.name().equals(context.namespace())
                        || context.state().all().stream()
                                .anyMatch(object -> object.ref().namespace().equals(ref.name())));
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
        List<HasMetadata> nextVersions = new ArrayList<>(objects);
        List<ObjectRef> suspects = revisions.pruneCandidates(context.state()).stream()
                .filter(context.options()::mayDelete)
                .filter(ref -> objects.stream().noneMatch(object -> ResourceKinds.takesPlaceOf(object, ref))
                        && !takeNextVersion(nextVersions, ref))
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

    /** Removes an object that is the next version, so that it counts as the next version of one former object only. */
    private boolean takeNextVersion(List<HasMetadata> objects, ObjectRef former) {
        Optional<HasMetadata> next =
                objects.stream().filter(object -> isNextVersion(object, former)).findFirst();
        next.ifPresent(objects::remove);
        return next.isPresent();
    }

    /**
     * Whether an object of the definition is a new version of a ConfigMap or Secret with another name, such as a name that
     * ends with a hash of the content.
     */
    private boolean isNextVersion(HasMetadata object, ObjectRef former) {
        String name = object.getMetadata().getName();
        int suffix = name.lastIndexOf('-') + 1;
        return suffix > 0
                && VERSIONED.contains(object.getKind())
                && former.kind().equals(object.getKind())
                && former.apiVersion().equals(object.getApiVersion())
                && former.namespace().equals(context.ref(object).namespace())
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
