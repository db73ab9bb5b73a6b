package io.jenkins.plugins.deployworkload.rollout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
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
 * @param intent what was deployed last, whatever came of it
 * @param good what was last seen to run; {@code null} for nothing yet
 * @param owned all objects that were ever applied for the workload and not pruned since
 * @param versions the resourceVersions that the apply of the good revision has left, by {@link ObjectRef#label}, of objects
 *     that mostly keep them
 * @param claimed {@code true} from a claim on, {@code false} when everything was applied and nobody waits for it, {@code null}
 *     when it was seen to run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record WorkloadRecord(
        int version,
        Revision intent,
        Revision good,
        List<ObjectRef> owned,
        Map<String, String> versions,
        Boolean claimed) {

    static final int VERSION = 1;

    /** Of a workload that was never deployed. */
    static final WorkloadRecord EMPTY = new WorkloadRecord(VERSION, null, null, List.of(), Map.of(), null);

    /**
     * What was applied at once.
     *
     * @param id of the deploy; several with the same objects share it
     * @param at when the last of them claimed the workload
     * @param objects {@code null} in the good revision if they are those of the intent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Revision(
            String id,

            @JsonSerialize(using = Json.WriteInstant.class) @JsonDeserialize(using = Json.ReadInstant.class)
            Instant at,

            List<JsonNode> objects) {}

    WorkloadRecord {
        owned = owned == null ? List.of() : List.copyOf(owned);
        versions = versions == null ? Map.of() : Map.copyOf(versions);
    }

    WorkloadRecord withIntent(Revision next, List<ObjectRef> refs) {
        Set<ObjectRef> all = new LinkedHashSet<>(owned);
        all.addAll(refs);
        // The objects that both had in common go over to where they are still needed.
        return new WorkloadRecord(VERSION, next, lastGood(), List.copyOf(all), versions, true).shared();
    }

    /** For another deploy that means the same: who has claimed it sees by the new version that it is shared. */
    WorkloadRecord sharedAt(Instant now) {
        Instant later = now.isAfter(intent.at()) ? now : intent.at().plusMillis(1);
        return withIntent(new Revision(intent.id(), later, intent.objects()), List.of());
    }

    WorkloadRecord withGood(Revision next, List<ObjectRef> left, Map<String, String> now) {
        return new WorkloadRecord(VERSION, intent, next, left, now, null).shared();
    }

    /** The good revision with its objects, wherever they stand. */
    Revision lastGood() {
        return good == null || good.objects() != null ? good : new Revision(good.id(), good.at(), intent.objects());
    }

    boolean isGood() {
        return good != null && intent != null && good.id().equals(intent.id());
    }

    WorkloadRecord settled() {
        return new WorkloadRecord(VERSION, intent, good, owned, versions, false);
    }

    /** Whether what was meant last was seen to run, and nobody is at it. */
    boolean ran() {
        return isGood() && claimed == null;
    }

    /** Whether somebody may still be at it: what was meant last was not seen to run, or is just being put back. */
    boolean mayBeUnderWay() {
        return claimed != null ? claimed : intent != null && !isGood();
    }

    /** What was applied once, and was not meant by the last deploy any more: it may have deleted it. */
    Set<ObjectRef> dropped() {
        Set<String> meant = intent == null
                ? Set.of()
                : intent.objects().stream()
                        .map(object -> object.path("kind").asText() + " "
                                + object.at("/metadata/name").asText())
                        .collect(Collectors.toSet());
        return owned.stream().filter(ref -> !meant.contains(ref.label())).collect(Collectors.toUnmodifiableSet());
    }

    private WorkloadRecord shared() {
        return good != null && Objects.equals(good.id(), intent.id())
                ? new WorkloadRecord(
                        version, intent, new Revision(good.id(), good.at(), null), owned, versions, claimed)
                : this;
    }
}
