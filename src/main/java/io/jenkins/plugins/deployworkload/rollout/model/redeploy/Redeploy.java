package io.jenkins.plugins.deployworkload.rollout.model.redeploy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
import java.util.TreeSet;

/**
 * The stored revision that a deploy applies again. These objects belong to the revision, but the deploy does not apply
 * them, and does not prune them either.
 *
 * @param revision the id of the stored revision
 * @param secrets the labels of its Secrets, whose values are not stored; they stay in the cluster as they are
 * @param skipped the labels of its Jobs, definitions and finished hooks, which do not run again and stay as they are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Redeploy(String revision, Set<String> secrets, Set<String> skipped) {

    public Redeploy {
        secrets = secrets == null ? Set.of() : new TreeSet<>(secrets);
        skipped = skipped == null ? Set.of() : new TreeSet<>(skipped);
    }

    /** Whether the revision contains an object that the deploy does not apply. */
    public boolean keeps(String label) {
        return secrets.contains(label) || skipped.contains(label);
    }
}
