package io.jenkins.plugins.deployworkload.rollout.removal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The id of the list of objects that a removal deletes: {@code web:} and a code of each object. The code covers the UID,
 * so an object that was deleted and created again has another one. A list matches the id if it contains no object that the
 * id does not contain.
 */
final class RemovalPlanId {

    /** In characters of base64: 48 bits. The API server chooses UIDs, so nobody can search for an object with a code. */
    private static final int CODE_LENGTH = 8;

    private static final int MAX_LABELS = 20;

    private final RemovalRequest request;

    RemovalPlanId(RemovalRequest request) {
        this.request = request;
    }

    /** The id of a list of live objects. Does not depend on their order. */
    private String of(List<HasMetadata> objects) {
        return objects.stream().map(this::code).sorted().collect(Collectors.joining("", prefix(), ""));
    }

    /** The end of a removal without deletions. A dry run has the id of the objects that it would delete. */
    RolloutEnd succeeded(String message, List<HasMetadata> selected) {
        return new RolloutEnd(
                Outcome.SUCCEEDED, message, RolloutResult.RecoveryOutcome.NONE, request.dryRun() ? of(selected) : null);
    }

    /**
     * @param selected the live objects that the removal is about to delete
     * @param objects what the removal has deleted so far
     * @throws NotAllowedException if a plan is expected, and does not contain all of them
     */
    void require(List<HasMetadata> selected, RemovedObjects objects) {
        String difference = request.expectedPlan() == null
                ? ""
                : difference(selected, request.expectedPlan().strip());
        if (!difference.isEmpty()) {
            // The end of a removal that may have deleted objects tells which.
            throw new NotAllowedException(
                    objects.mayHaveDeleted() ? difference : Sentences.join(difference, objects.describeProgress()));
        }
    }

    /** @return why the objects may not be deleted, as sentences; empty if the expected plan contains them all */
    private String difference(List<HasMetadata> selected, String expected) {
        if (!expected.startsWith(prefix())) {
            return Messages.RemovalPlanId_missing(request.application());
        }
        Set<String> shown = codes(expected);
        List<HasMetadata> added = selected.stream()
                .filter(object -> !shown.contains(code(object)))
                .toList();
        int gone = shown.size() - (selected.size() - added.size());
        if (added.isEmpty()) {
            return "";
        }
        return gone > 0
                ? Messages.RemovalPlanId_differentAndGone(labels(added), gone)
                : Messages.RemovalPlanId_different(labels(added));
    }

    private String prefix() {
        return request.application() + ":";
    }

    private Set<String> codes(String id) {
        Set<String> codes = new HashSet<>();
        for (int i = prefix().length(); i + CODE_LENGTH <= id.length(); i += CODE_LENGTH) {
            codes.add(id.substring(i, i + CODE_LENGTH));
        }
        return codes;
    }

    private String labels(List<HasMetadata> objects) {
        List<String> labels = new ArrayList<>(objects.stream()
                .limit(MAX_LABELS)
                .map(object -> ref(object).label())
                .toList());
        if (objects.size() > MAX_LABELS) {
            labels.add("…");
        }
        return String.join(", ", labels);
    }

    private String code(HasMetadata object) {
        ObjectRef ref = ref(object);
        // None of the parts contains a slash.
        String identity = String.join(
                "/",
                ref.kind(),
                ref.namespace(),
                ref.name(),
                object.getMetadata().getUid());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(hash).substring(0, CODE_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectRef ref(HasMetadata object) {
        return ObjectRef.of(object, request.namespace());
    }
}
