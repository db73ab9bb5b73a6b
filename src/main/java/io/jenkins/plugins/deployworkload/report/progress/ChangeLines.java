package io.jenkins.plugins.deployworkload.report.progress;

import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.ObjectProgress;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import java.util.List;

/** The changes of a dry run as lines to store. */
final class ChangeLines {

    /** Limit of the changes of an object. */
    private static final int MAX_CHANGES = 100;

    /** Limit of the changes of all objects together. */
    private static final int MAX_ALL_CHANGES = 2000;

    private ChangeLines() {}

    /**
     * The build log masks the secrets that the build knows, a file does not.
     *
     * @param object the object with the changes
     * @param others the objects whose changes are known
     */
    static List<String> of(ObjectRef object, List<FieldChange> changes, List<ObjectProgress> others) {
        boolean custom = ResourceKinds.type(object) == null;
        int known = others.stream().mapToInt(other -> other.changes().size()).sum();
        return changes.stream()
                .limit(Math.min(MAX_CHANGES, Math.max(0, MAX_ALL_CHANGES - known)))
                .map(change ->
                        DeploymentProgress.truncate(hidden(change, custom).line()))
                .toList();
    }

    private static FieldChange hidden(FieldChange change, boolean custom) {
        return SecretFields.isHiddenOnPages(change.path(), custom)
                ? new FieldChange(change.path(), hidden(change.before()), hidden(change.after()))
                : change;
    }

    private static String hidden(String value) {
        return value == null ? null : FieldChange.MASKED;
    }
}
