package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.hook.DeletePolicy;
import io.jenkins.plugins.deployworkload.rollout.model.hook.Hook;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The revision that a deploy wants to activate. Its objects are stored once, even if the activation needs attempts. */
final class Proposal {

    private static final int RANDOM_ID_LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The objects of a deploy, without Secrets. */
    private final List<HasMetadata> objects = new ArrayList<>();

    /** The objects of a reactivation. */
    private final List<JsonNode> stored = new ArrayList<>();

    private final Map<String, String> codes = new TreeMap<>();
    private final Set<String> secrets = new TreeSet<>();
    private final Set<String> fixedReplicas = new TreeSet<>();
    private final List<ObjectRef> refs;
    private final boolean runsJob;
    private final Instant activatedAt;
    private final boolean isReactivation;
    private final Deployer deployer;
    private RevisionHistory.Revision revision;
    private String sealedFor;

    private Proposal(
            List<ObjectRef> refs, boolean runsJob, Instant activatedAt, boolean isReactivation, Deployer deployer) {
        this.refs = refs;
        this.runsJob = runsJob;
        this.activatedAt = activatedAt;
        this.isReactivation = isReactivation;
        this.deployer = deployer;
    }

    /** @param redeploy the stored revision that has these objects; {@code null} for new objects */
    static Proposal of(
            List<HasMetadata> objects, String namespace, boolean runsJob, Redeploy redeploy, HistoryAccess access) {
        Proposal proposal = new Proposal(
                objects.stream().map(object -> ObjectRef.of(object, namespace)).toList(),
                runsJob,
                RolloutEvent.now(),
                false,
                access.owners().deployer());
        if (redeploy != null) {
            // Its Secrets are not applied, but the new revision uses them too.
            proposal.secrets.addAll(redeploy.secrets());
        }
        for (HasMetadata object : objects) {
            RevisionContents.Description description = access.contents().describe(object);
            String label = ObjectRef.of(object, namespace).label();
            proposal.add(label, description.json(), description.code());
            if (RevisionContents.isStored(object)) {
                proposal.objects.add(object);
            } else if (!Hook.deletePolicies(object).contains(DeletePolicy.HOOK_SUCCEEDED)) {
                // A rollback neither creates such a hook again nor needs it.
                proposal.secrets.add(label);
            }
        }
        return proposal;
    }

    /**
     * The reactivation of a stored revision. The codes of its Secrets are unknown, so that a later deploy applies them.
     */
    static Proposal of(RevisionContent content, HistoryAccess access) {
        RevisionHistory.Revision entry = content.revision();
        Proposal proposal = new Proposal(
                List.of(), false, entry.activatedAt(), true, access.owners().deployer());
        for (JsonNode object : content.stored()) {
            proposal.add(
                    access.contents().label(object), object, access.contents().code(object));
            proposal.stored.add(object);
        }
        proposal.secrets.addAll(entry.secrets());
        proposal.revision = new RevisionHistory.Revision(
                entry.id(),
                entry.sequence(),
                entry.activatedAt(),
                proposal.deployer.build(),
                entry.pieces(),
                proposal.secrets,
                proposal.codes,
                proposal.fixedReplicas,
                entry.deployingBuild());
        proposal.sealedFor = access.stored().uid();
        return proposal;
    }

    private void add(String label, JsonNode object, String code) {
        codes.put(label, code);
        if (object.at("/spec").hasNonNull("replicas")) {
            fixedReplicas.add(label);
        }
    }

    List<ObjectRef> refs() {
        return refs;
    }

    /** The objects to store, which are all but the Secrets. */
    List<JsonNode> stored(HistoryAccess access) {
        // The trees take more memory than the objects, so that a deploy that waits does not keep them.
        return isReactivation
                ? List.copyOf(stored)
                : objects.stream()
                        .map(object -> access.contents().describe(object).json())
                        .toList();
    }

    /** The id; {@code null} before the objects are stored for the first time. */
    String id() {
        return revision == null ? null : revision.id();
    }

    /** Whether the latest revision has the same objects and the same owner, so that this deploy can share it. */
    boolean canShare(RevisionHistory history) {
        return !runsJob
                && deployer.keeps(history.owner())
                && history.latest() != null
                && history.latest().objects().equals(codes);
    }

    /** Whether the entry was written by this proposal, and no other deploy shares it. */
    boolean isActivatedBy(RevisionHistory.Revision latest) {
        return latest.activatedAt().equals(activatedAt);
    }

    /**
     * Stores the objects, unless an earlier attempt has stored them for the same index.
     *
     * @return the entry for the index
     * @throws RuntimeException the error of a request
     */
    RevisionHistory.Revision store(HistoryAccess access) {
        String uid = access.stored().uid();
        long sequence = access.nextSequence();
        String deployedBy = isReactivation ? Objects.requireNonNullElse(revision.deployingBuild(), "") : null;
        if (revision == null || !uid.equals(sealedFor)) {
            String id = revision == null ? newId(sequence) : revision.id();
            revision = new RevisionHistory.Revision(
                    id,
                    sequence,
                    activatedAt,
                    deployer.build(),
                    access.store(id, stored(access)),
                    secrets,
                    codes,
                    fixedReplicas,
                    null);
            sealedFor = uid;
        } else {
            revision = revision.activated(sequence, activatedAt, deployer.build());
        }
        revision = revision.withDeployedBy(deployedBy);
        return revision;
    }

    private static String newId(long sequence) {
        byte[] random = new byte[RANDOM_ID_LENGTH];
        RANDOM.nextBytes(random);
        return sequence + "-" + HexFormat.of().formatHex(random);
    }

    /** Deletes the objects if they are stored and the index does not name this revision as the latest one. */
    void discard(HistoryAccess access) {
        if (revision != null && !isReactivation && !revision.id().equals(access.latestRevisionId())) {
            access.contents().delete(List.of(revision));
        }
    }
}
