package io.jenkins.plugins.deployworkload.rollout.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.watch.WatchContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The id of a plan: {@code web:} and a code of all objects that the deploy changes, and of the changes. Equal plans have
 * the same id. The codes are made with the revision key, so that nobody without the key can find out the value of a
 * Secret by trying all likely ones. For few objects, the id also contains a short code for each, which only serves to
 * name the differences of two plans.
 */
public final class PlanId {

    /** In characters of base64: 96 bits. */
    private static final int CODE_LENGTH = 16;

    /** In characters of base64: 18 bits, for the name of an object and for its change. */
    private static final int SHORT_LENGTH = 3;

    private static final int MAX_SHORT_CODES = 40;

    private static final int MAX_DIFFERENCES = 20;

    private final WatchContext context;
    private final RevisionCache revisions;
    private final List<PlannedChange> changes;
    private final List<HasMetadata> deleted;

    /** The codes of the changes by object; an object that does not change has none. */
    private final Map<String, String> codes = new TreeMap<>();

    private final Map<String, String> operations = new TreeMap<>();

    /**
     * @param changes the changes of all objects of the definition
     * @param deleted the objects that the deploy deletes
     */
    public PlanId(
            WatchContext context, RevisionCache revisions, List<PlannedChange> changes, List<HasMetadata> deleted) {
        this.context = context;
        this.revisions = revisions;
        this.changes = changes;
        this.deleted = deleted;
    }

    /** Returns the id; empty if no code can be made, because the history cannot be stored. */
    public Optional<String> value() {
        if (revisions.unavailable() != null) {
            return Optional.empty();
        }
        if (codes.isEmpty()) {
            changes.forEach(this::add);
            deleted.forEach(this::addDeleted);
        }
        ObjectNode all = Json.MAPPER.createObjectNode();
        codes.forEach(all::put);
        String whole = revisions.code(all).substring(0, CODE_LENGTH);
        String each = codes.size() > MAX_SHORT_CODES
                ? ""
                : codes.entrySet().stream()
                        .map(entry ->
                                shortCode(entry.getKey()) + entry.getValue().substring(0, SHORT_LENGTH))
                        .collect(Collectors.joining());
        return Optional.of(prefix() + whole + each);
    }

    private void add(PlannedChange change) {
        if (change.operation() == Operation.UNCHANGED) {
            return;
        }
        boolean isReplaced = change.planned().isReplaced();
        HasMetadata object = change.planned().object();
        String label = context.ref(object).label();
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("operation", isReplaced ? "REPLACED" : change.operation().name());
        // The changes mask values that may be secret. The code of the definition covers these values.
        node.put("definition", revisions.code(object));
        node.set("changes", Json.MAPPER.valueToTree(change.changes()));
        put(
                label,
                node,
                isReplaced
                        ? Messages.PlanId_replace(label)
                        : change.operation() == Operation.CREATED
                                ? Messages.PlanId_create(label)
                                : Messages.PlanId_update(label));
    }

    private void addDeleted(HasMetadata object) {
        String label = context.ref(object).label();
        put(label, Json.MAPPER.createObjectNode().put("operation", "DELETED"), Messages.PlanId_delete(label));
    }

    /** An object of another API group can have the same label. */
    private void put(String label, ObjectNode change, String sentence) {
        codes.merge(label, revisions.code(change), (first, second) -> first + second);
        operations.putIfAbsent(label, sentence);
    }

    private String prefix() {
        return context.state().parameters().workload() + ":";
    }

    private String shortCode(String label) {
        return revisions
                .code(Json.MAPPER.createObjectNode().put("object", label))
                .substring(0, SHORT_LENGTH);
    }

    /**
     * @param expected the ids of expected plans, separated by commas
     * @return why this plan is not among them, as sentences; empty if it is
     */
    public Optional<String> difference(String expected) {
        String id = value().orElse(null);
        if (id == null) {
            return Optional.of(Messages.PlanId_unavailable(revisions.unavailable()));
        }
        Optional<String> same = Arrays.stream(expected.split(","))
                .map(String::strip)
                .filter(other -> other.startsWith(prefix()))
                .findFirst();
        if (same.isEmpty()) {
            return Optional.of(
                    Messages.PlanId_missing(context.state().parameters().workload()));
        }
        return same.get().equals(id)
                ? Optional.empty()
                : Optional.of(Messages.PlanId_different(String.join(", ", differences(same.get()))));
    }

    private List<String> differences(String expected) {
        Map<String, String> before = shortCodes(expected);
        List<String> differences = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        codes.forEach((label, code) -> {
            String shortCode = shortCode(label);
            seen.add(shortCode);
            if (!before.containsKey(shortCode)) {
                differences.add(operations.get(label));
            } else if (!code.startsWith(before.get(shortCode))) {
                differences.add(Messages.PlanId_otherwise(label));
            }
        });
        Map<String, String> labels = labels();
        before.keySet().stream()
                .filter(shortCode -> !seen.contains(shortCode))
                .map(shortCode -> labels.containsKey(shortCode)
                        ? Messages.PlanId_unchanged(labels.get(shortCode))
                        : Messages.PlanId_gone())
                .forEach(differences::add);
        if (differences.isEmpty()) {
            differences.addAll(operations.values());
        }
        return differences.size() > MAX_DIFFERENCES
                ? Stream.concat(differences.stream().limit(MAX_DIFFERENCES), Stream.of("…"))
                        .toList()
                : differences;
    }

    /** The labels of all known objects by their short codes. */
    private Map<String, String> labels() {
        return Stream.concat(
                        changes.stream()
                                .map(change -> context.ref(change.planned().object())),
                        revisions.inventory().stream())
                .map(ObjectRef::label)
                .distinct()
                .collect(Collectors.toMap(this::shortCode, Function.identity(), (first, second) -> first));
    }

    /** The short codes of the changes of an id by the short codes of the objects. */
    private Map<String, String> shortCodes(String id) {
        Map<String, String> found = new TreeMap<>();
        int start = prefix().length() + CODE_LENGTH;
        for (int i = start; i + 2 * SHORT_LENGTH <= id.length(); i += 2 * SHORT_LENGTH) {
            found.put(id.substring(i, i + SHORT_LENGTH), id.substring(i + SHORT_LENGTH, i + 2 * SHORT_LENGTH));
        }
        return found;
    }
}
