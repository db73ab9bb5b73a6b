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
 * What the cluster itself keeps of a workload. It holds the objects in full, values of environment variables included: a
 * rollback needs them as they were. Whoever may read ConfigMaps of the namespace may mostly read the Deployment, where they
 * stand too.
 *
 * @param version of this format
 * @param latest what was deployed last, whatever came of it
 * @param healthy what was last seen to run; {@code null} for nothing yet
 * @param inventory all objects that were ever applied for the workload and not pruned since
 * @param resourceVersions the resourceVersions that the apply of the good revision has left, by {@link ObjectRef#label}, of objects
 *     that mostly keep them
 * @param inProgress {@code true} from a claim on, {@code false} when everything was applied and nobody waits for it, {@code null}
 *     when it was seen to run
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

    /** Of a workload that was never deployed. */
    static final RevisionHistory EMPTY = new RevisionHistory(VERSION, null, null, List.of(), Map.of(), null);

    /**
     * What was applied at once.
     *
     * @param id of the deploy; several with the same objects share it
     * @param activatedAt when the last of them claimed the workload
     * @param objects {@code null} in the good revision if they are those of the intent
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

    RevisionHistory withLatest(Revision next, List<ObjectRef> refs) {
        Set<ObjectRef> all = new LinkedHashSet<>(inventory);
        all.addAll(refs);
        // The objects that both had in common go over to where they are still needed.
        return new RevisionHistory(VERSION, next, lastHealthy(), List.copyOf(all), resourceVersions, true)
                .deduplicated();
    }

    /** For another deploy that means the same: who has claimed it sees by the new version that it is shared. */
    RevisionHistory withSharedActivation(Instant now) {
        Instant later =
                now.isAfter(latest.activatedAt()) ? now : latest.activatedAt().plusMillis(1);
        return withLatest(new Revision(latest.id(), later, latest.objects()), List.of());
    }

    RevisionHistory withHealthy(Revision next, List<ObjectRef> left, Map<String, String> now) {
        return new RevisionHistory(VERSION, latest, next, left, now, null).deduplicated();
    }

    /** The good revision with its objects, wherever they stand. */
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

    /** Whether what was meant last was seen to run, and nobody is at it. */
    public boolean latestRan() {
        return latestIsHealthy() && inProgress == null;
    }

    /** Whether somebody may still be at it: what was meant last was not seen to run, or is just being put back. */
    boolean mayHaveWritesInFlight() {
        return inProgress != null ? inProgress : latest != null && !latestIsHealthy();
    }

    /** What was applied once, and was not meant by the last deploy any more: it may have deleted it. */
    public Set<ObjectRef> notInLatest() {
        Set<String> meant = latest == null
                ? Set.of()
                : latest.objects().stream()
                        .map(object -> object.path("kind").asText() + " "
                                + object.at("/metadata/name").asText())
                        .collect(Collectors.toSet());
        return inventory.stream().filter(ref -> !meant.contains(ref.label())).collect(Collectors.toUnmodifiableSet());
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
