package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The index of an application: its revisions and its inventory, without the content of any object.
 *
 * @param version the version of this format
 * @param writes a number that grows with each write of the index
 * @param latest the revision that was deployed last, whatever its outcome
 * @param healthy the revisions that were healthy, at most {@link #MAX_HEALTHY}; the newest comes first
 * @param dropped the revision before {@code latest} if it was not healthy. Its deploy may still make it active again,
 *     so its pieces are deleted later
 * @param inventory all objects that deploys of this workload have applied and not deleted since
 * @param resourceVersions by {@link ObjectRef#label}, the resourceVersion of an object after the healthy revision was
 *     applied; contains only objects whose resourceVersion rarely changes
 * @param inProgress {@code true} after the activation, {@code false} after a deploy that applied everything and does
 *     not wait, {@code null} after the revision became healthy
 * @param owner who owns the application; {@code null} for nobody
 * @param discarded {@code true} if an earlier index was discarded because it could not be verified, and no revision was
 *     healthy since; otherwise {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RevisionHistory(
        int version,
        long writes,
        Revision latest,
        List<Revision> healthy,
        Revision dropped,
        List<ObjectRef> inventory,
        Map<String, String> resourceVersions,
        Boolean inProgress,
        Owner owner,
        Boolean discarded) {

    static final int VERSION = 2;

    static final int MAX_HEALTHY = 5;

    /** The history of a workload that was never deployed. */
    static final RevisionHistory EMPTY =
            new RevisionHistory(VERSION, 0, null, List.of(), null, List.of(), Map.of(), null, null, null);

    /** A new history after an earlier one was discarded. */
    static final RevisionHistory DISCARDED =
            new RevisionHistory(VERSION, 0, null, List.of(), null, List.of(), Map.of(), null, null, true);

    /**
     * The objects of one deploy.
     *
     * @param id begins with the {@link #sealedSequence}; deploys with the same objects share it
     * @param sequence a number that grows with each activation
     * @param activatedAt when the last of the deploys with this id activated the revision
     * @param activatedBy the build that activated the revision last, for messages; {@code null} for no build
     * @param pieces the number of ConfigMaps with the objects; 0 if the objects are not stored
     * @param secrets the labels of the Secrets of the revision, whose values are not stored
     * @param objects by {@link ObjectRef#label}, the code of each object; only in the latest revision
     * @param fixedReplicas the labels of the objects with a number of replicas; only in the latest revision
     * @param deployedBy the build that deployed the revision, if a rollback of another build has activated it since;
     *     otherwise {@code null}
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Revision(
            String id,
            long sequence,

            @JsonSerialize(using = Json.InstantSerializer.class)
            @JsonDeserialize(using = Json.InstantDeserializer.class)
            Instant activatedAt,

            String activatedBy,
            int pieces,
            Set<String> secrets,
            Map<String, String> objects,
            Set<String> fixedReplicas,
            String deployedBy) {

        public Revision {
            Objects.requireNonNull(id);
            secrets = secrets == null ? Set.of() : new TreeSet<>(secrets);
            objects = objects == null ? Map.of() : new TreeMap<>(objects);
            fixedReplicas = fixedReplicas == null ? Set.of() : new TreeSet<>(fixedReplicas);
        }

        /** The sequence that the id begins with: the first one for which the revision was sealed. */
        public long sealedSequence() {
            return sealedSequence(id);
        }

        /** @throws NumberFormatException if the id has another format */
        static long sealedSequence(String id) {
            return Long.parseLong(id.substring(0, Math.max(0, id.indexOf('-'))));
        }

        Revision activated(long newSequence, Instant at, String by) {
            return new Revision(id, newSequence, at, by, pieces, secrets, objects, fixedReplicas, null);
        }

        /** @param build the build that deployed it; {@code null} for the one that activated it, empty for no build */
        Revision withDeployedBy(String build) {
            return new Revision(id, sequence, activatedAt, activatedBy, pieces, secrets, objects, fixedReplicas, build);
        }

        /** The build whose deploy has these objects, for messages; {@code null} for no build. */
        @JsonIgnore
        public String deployingBuild() {
            String build = Objects.requireNonNullElse(deployedBy, Objects.requireNonNullElse(activatedBy, ""));
            return build.isEmpty() ? null : build;
        }

        Revision withPieces(int count) {
            return new Revision(
                    id, sequence, activatedAt, activatedBy, count, secrets, objects, fixedReplicas, deployedBy);
        }

        private Revision withoutObjects() {
            return new Revision(id, sequence, activatedAt, activatedBy, pieces, secrets, null, null, deployedBy);
        }
    }

    public RevisionHistory {
        healthy = healthy == null ? List.of() : List.copyOf(healthy);
        inventory = inventory == null ? List.of() : List.copyOf(inventory);
        resourceVersions = resourceVersions == null ? Map.of() : new TreeMap<>(resourceVersions);
    }

    /** The sequence of the latest activation; 0 if there is none. */
    long sequence() {
        return latest == null ? 0 : latest.sequence();
    }

    RevisionHistory withWrites(long number) {
        return new RevisionHistory(
                version, number, latest, healthy, dropped, inventory, resourceVersions, inProgress, owner, discarded);
    }

    /** @param objects the objects of the revision, which are added to the inventory */
    RevisionHistory withLatest(Revision revision, List<ObjectRef> objects) {
        List<ObjectRef> all =
                Stream.concat(inventory.stream(), objects.stream()).distinct().toList();
        boolean drops = latest != null && !latest.id().equals(revision.id()) && !isHealthy(latest.id());
        Revision gone = drops ? latest.withoutObjects() : null;
        return new RevisionHistory(
                VERSION, writes, revision, healthy, gone, all, resourceVersions, true, owner, discarded);
    }

    RevisionHistory withOwner(Owner by) {
        return new RevisionHistory(
                VERSION, writes, latest, healthy, dropped, inventory, resourceVersions, inProgress, by, discarded);
    }

    /**
     * Returns the history after another deploy with the same objects has activated the latest revision. The new
     * timestamp and resourceVersion tell the first deploy that the revision is shared.
     */
    RevisionHistory withSharedActivation(Instant now, String by) {
        Instant later =
                now.isAfter(latest.activatedAt()) ? now : latest.activatedAt().plusMillis(1);
        return withLatest(latest.activated(latest.sequence(), later, by), List.of());
    }

    /** Returns the history in which the latest revision is healthy. */
    RevisionHistory withHealthy(List<ObjectRef> remaining, Map<String, String> resourceVersionsNow) {
        List<Revision> revisions = Stream.concat(
                        Stream.of(latest.withoutObjects()),
                        healthy.stream().filter(revision -> !revision.id().equals(latest.id())))
                .limit(MAX_HEALTHY)
                .toList();
        return new RevisionHistory(
                VERSION, writes, latest, revisions, null, remaining, resourceVersionsNow, null, owner, null);
    }

    /** Returns the history after its ConfigMap was deleted, and with it the pieces of all revisions. */
    RevisionHistory withoutPieces() {
        List<Revision> revisions =
                latestIsHealthy() ? List.of(healthy.getFirst().withPieces(0)) : List.of();
        return new RevisionHistory(
                VERSION,
                0,
                latest == null ? null : latest.withPieces(0),
                revisions,
                null,
                inventory,
                resourceVersions,
                inProgress,
                owner,
                discarded);
    }

    /** Returns the history with the number of pieces of the latest revision. */
    RevisionHistory withLatestPieces(int count) {
        return new RevisionHistory(
                VERSION,
                writes,
                latest.withPieces(count),
                healthy.stream()
                        .map(revision -> revision.id().equals(latest.id()) ? revision.withPieces(count) : revision)
                        .toList(),
                dropped,
                inventory,
                resourceVersions,
                inProgress,
                owner,
                discarded);
    }

    RevisionHistory asApplied() {
        return new RevisionHistory(
                VERSION, writes, latest, healthy, dropped, inventory, resourceVersions, false, owner, discarded);
    }

    /** The last healthy revision; {@code null} if there is none. */
    Revision lastHealthy() {
        return healthy.isEmpty() ? null : healthy.getFirst();
    }

    private boolean isHealthy(String id) {
        return healthy.stream().anyMatch(revision -> revision.id().equals(id));
    }

    public boolean latestIsHealthy() {
        return latest != null && lastHealthy() != null && lastHealthy().id().equals(latest.id());
    }

    /** Whether the latest revision is healthy and no deploy is in progress. */
    public boolean latestRan() {
        return latestIsHealthy() && inProgress == null;
    }

    /**
     * Whether a deploy may still have writes in flight: the latest revision is not healthy yet, or a rollback is in
     * progress.
     */
    boolean mayHaveWritesInFlight() {
        return inProgress != null ? inProgress : latest != null && !latestIsHealthy();
    }

    /**
     * The objects of the inventory that the latest revision does not contain. The deploy of that revision may have
     * deleted these objects.
     */
    public Set<ObjectRef> notInLatest() {
        return inventory.stream()
                .filter(ref -> latest == null
                        || !latest.objects().containsKey(ref.label())
                                && !latest.secrets().contains(ref.label()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether the latest revision was activated after that of another history. Other changes of a history do not count:
     * a revision was marked as healthy or shared, or an older revision was restored or rolled back to.
     */
    boolean isNewerThan(RevisionHistory other) {
        return latest != null
                && (other.latest == null
                        || !latest.id().equals(other.latest.id())
                                && latest.activatedAt().isAfter(other.latest.activatedAt()));
    }

    /** The revisions with stored objects that a later history does not contain. */
    List<Revision> storedAndNotIn(RevisionHistory later) {
        Set<String> kept = later.stored().stream().map(Revision::id).collect(Collectors.toSet());
        return stored().stream()
                .filter(revision -> !kept.contains(revision.id()))
                .toList();
    }

    /** All revisions with stored objects, each once. */
    List<Revision> stored() {
        return Stream.of(Stream.ofNullable(latest), healthy.stream(), Stream.ofNullable(dropped))
                .flatMap(revisions -> revisions)
                .filter(revision -> revision.pieces() > 0)
                .collect(Collectors.toMap(Revision::id, revision -> revision, (first, second) -> first))
                .values()
                .stream()
                .toList();
    }
}
