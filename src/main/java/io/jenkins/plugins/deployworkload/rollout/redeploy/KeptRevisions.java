package io.jenkins.plugins.deployworkload.rollout.redeploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionContent;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionProtection;
import io.jenkins.plugins.deployworkload.rollout.revision.UnusableRevisionException;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The healthy revisions of an application that the cluster keeps, as read once. The deploy of a revision reads the index
 * again, and checks it against the live objects.
 */
public final class KeptRevisions {

    private final RevisionCache cache;
    private final String namespace;
    private final String application;

    private KeptRevisions(RevisionCache cache, String namespace, String application) {
        this.cache = cache;
        this.namespace = namespace;
        this.application = application;
    }

    /**
     * Reads the index of the application.
     *
     * @throws UnusableRevisionException if the index cannot be read or is not trusted; the message is for users
     * @throws RuntimeException the error of the request
     */
    public static KeptRevisions read(
            Connection connection, RevisionProtection protection, String namespace, String application) {
        Instant now = RolloutEvent.now();
        RevisionCache cache = new RevisionCache(
                connection,
                new RolloutParameters(namespace, application, now, now, RolloutOptions.defaults(), Deployer.NOBODY),
                protection);
        cache.read();
        String problem = cache.unusable();
        if (problem != null) {
            throw new UnusableRevisionException(Messages.KeptRevisions_unusable(application, Sentences.of(problem)));
        }
        return new KeptRevisions(cache, namespace, application);
    }

    /** The newest first. */
    public List<KeptRevision> all() {
        RevisionHistory history = cache.history();
        List<KeptRevision> kept = new ArrayList<>();
        for (RevisionHistory.Revision revision : history.healthy()) {
            if (revision.pieces() > 0) {
                String by = revision.deployingBuild() == null ? null : Owner.printable(revision.deployingBuild());
                kept.add(KeptRevision.of(
                        revision,
                        by,
                        history.latest() != null && history.latest().id().equals(revision.id())));
            }
        }
        return kept;
    }

    /**
     * @param revision the id or the number
     * @throws UnusableRevisionException if the cluster does not keep the revision; the message names those that it keeps
     */
    public KeptRevision find(String revision) {
        List<KeptRevision> all = all();
        return all.stream()
                .filter(kept -> kept.isNamed(revision))
                .findFirst()
                .orElseThrow(() -> new UnusableRevisionException(
                        all.isEmpty()
                                ? Messages.KeptRevisions_none(revision, application, namespace)
                                : Messages.KeptRevisions_notKept(
                                        revision,
                                        application,
                                        namespace,
                                        all.stream().map(KeptRevision::label).collect(Collectors.joining(", ")))));
    }

    /**
     * Reads the objects of a revision.
     *
     * @throws UnusableRevisionException if they cannot be applied again; the message is for users
     * @throws RuntimeException the error of a request
     */
    public RevisionObjects load(KeptRevision kept) {
        RevisionHistory.Revision revision = cache.history().healthy().stream()
                .filter(candidate -> candidate.id().equals(kept.id()))
                .findFirst()
                .orElseThrow();
        RevisionContent content = cache.load(revision);
        List<HasMetadata> objects = content.objectsToApply();
        if (objects.isEmpty()) {
            throw new UnusableRevisionException(Messages.KeptRevisions_nothingToApply(kept.label(), application));
        }
        Set<String> skipped = new HashSet<>(labels(content.objects()));
        skipped.removeAll(labels(objects));
        return new RevisionObjects(objects, new Redeploy(kept.id(), revision.secrets(), skipped));
    }

    private Set<String> labels(List<HasMetadata> objects) {
        return objects.stream()
                .map(object -> ObjectRef.of(object, namespace).label())
                .collect(Collectors.toSet());
    }
}
