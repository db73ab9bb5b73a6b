package io.jenkins.plugins.deployworkload.rollout.redeploy;

import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import java.time.Instant;

/**
 * A healthy revision that the cluster keeps.
 *
 * @param id the number and a random part
 * @param number grows with each deploy of the application that changes its revision; the number stays when a rollback
 *     makes the revision active again
 * @param activatedAt when a deploy activated the revision last; a rollback keeps this time
 * @param deployedBy the build of that deploy, such as {@code shop/web #17}, in characters that a page can show; {@code
 *     null} for no build
 * @param isActive whether no other revision was deployed since
 */
public record KeptRevision(String id, long number, Instant activatedAt, String deployedBy, boolean isActive) {

    /** @param text the id or the number */
    boolean isNamed(String text) {
        return id.equals(text) || String.valueOf(number).equals(text);
    }

    /** For example {@code 12 (shop/web #17, 2026-01-31T10:15:30Z)}. */
    public String label() {
        return number + " (" + (deployedBy == null ? "" : deployedBy + ", ") + activatedAt + ")";
    }

    static KeptRevision of(RevisionHistory.Revision revision, String deployedBy, boolean isActive) {
        return new KeptRevision(revision.id(), revision.sealedSequence(), revision.activatedAt(), deployedBy, isActive);
    }
}
