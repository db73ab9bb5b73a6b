package io.jenkins.plugins.deployworkload.rollout.revision;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The revisions and the inventory of a workload, as stored in the cluster. The objects are stored in full, with the
 * values of environment variables, because a rollback applies the objects again. An account that may read ConfigMaps of
 * the namespace can usually also read these values in the Deployment.
 *
 * @param version the version of this format
 * @param latest the revision that was deployed last, whatever its outcome
 * @param healthy the revision that was last healthy; {@code null} if there is none
 * @param inventory all objects that deploys of this workload have applied and not deleted since
 * @param resourceVersions by {@link ObjectRef#label}, the resourceVersion of an object after the healthy revision was
 *     applied; contains only objects whose resourceVersion rarely changes
 * @param inProgress {@code true} after the activation, {@code false} after a deploy that applied everything and does
 *     not wait, {@code null} after the revision became healthy
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RevisionHistory(
        int version,
        Revision latest,
        Revision healthy,
        List<ObjectRef> inventory,
        Map<String, String> resourceVersions,
        Boolean inProgress) {

    static final int VERSION = 1;

    /** The history of a workload that was never deployed. */
    static final RevisionHistory EMPTY = new RevisionHistory(VERSION, null, null, List.of(), Map.of(), null);

    /**
     * The objects of one deploy.
     *
     * @param id the id of the deploy; deploys with the same objects share it
     * @param activatedAt when the last of these deploys activated the revision
     * @param objects the objects; {@code null} in the healthy revision if the latest revision has the same objects
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Revision(
            String id,

            @JsonSerialize(using = Json.InstantSerializer.class)
            @JsonDeserialize(using = Json.InstantDeserializer.class)
            Instant activatedAt,

            List<JsonNode> objects) {}

    public RevisionHistory {
        inventory = inventory == null ? List.of() : List.copyOf(inventory);
        resourceVersions = resourceVersions == null ? Map.of() : Map.copyOf(resourceVersions);
    }

    RevisionHistory withLatest(Revision revision, List<ObjectRef> objects) {
        Set<ObjectRef> all = new LinkedHashSet<>(inventory);
        all.addAll(objects);
        // This is lastHealthy() and not healthy(), whose objects may be stored only in the latest revision that is
        // replaced here.
        return new RevisionHistory(VERSION, revision, lastHealthy(), List.copyOf(all), resourceVersions, true)
                .deduplicated();
    }

    /**
     * Returns the history after another deploy with the same objects has activated the latest revision. The new
     * timestamp and resourceVersion tell the first deploy that the revision is shared.
     */
    RevisionHistory withSharedActivation(Instant now) {
        Instant later =
                now.isAfter(latest.activatedAt()) ? now : latest.activatedAt().plusMillis(1);
        return withLatest(new Revision(latest.id(), later, latest.objects()), List.of());
    }

    RevisionHistory withHealthy(Revision revision, List<ObjectRef> remaining, Map<String, String> resourceVersionsNow) {
        return new RevisionHistory(VERSION, latest, revision, remaining, resourceVersionsNow, null).deduplicated();
    }

    /** The last healthy revision, always with its objects, even if they are stored only in the latest revision. */
    Revision lastHealthy() {
        return healthy == null || healthy.objects() != null
                ? healthy
                : new Revision(healthy.id(), healthy.activatedAt(), latest.objects());
    }

    public boolean latestIsHealthy() {
        return healthy != null && latest != null && healthy.id().equals(latest.id());
    }

    RevisionHistory asApplied() {
        return new RevisionHistory(VERSION, latest, healthy, inventory, resourceVersions, false);
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
        Set<String> labels = latest == null
                ? Set.of()
                : latest.objects().stream()
                        .map(object -> object.path("kind").asText() + " "
                                + object.at("/metadata/name").asText())
                        .collect(Collectors.toSet());
        return inventory.stream().filter(ref -> !labels.contains(ref.label())).collect(Collectors.toUnmodifiableSet());
    }

    private RevisionHistory deduplicated() {
        return healthy != null && Objects.equals(healthy.id(), latest.id())
                ? new RevisionHistory(
                        version,
                        latest,
                        new Revision(healthy.id(), healthy.activatedAt(), null),
                        inventory,
                        resourceVersions,
                        inProgress)
                : this;
    }
}
