package io.jenkins.plugins.deployworkload.report.progress;

import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.ObjectProgress;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import java.util.List;
import java.util.regex.Pattern;

/** The changes of a dry run as lines to store. */
final class ChangeLines {

    /** Limit of the changes of an object. */
    private static final int MAX_CHANGES = 100;

    /** Limit of the changes of all objects together. */
    private static final int MAX_ALL_CHANGES = 2000;

    /** Fields whose values may hold a secret. The build log masks the secrets that the build knows, a file does not. */
    private static final Pattern HIDDEN =
            Pattern.compile("(data|binaryData)\\b.*|.*\\.(args|command)\\b.*|.*annotations\\[.*", Pattern.DOTALL);

    private ChangeLines() {}

    /** @param others the objects whose changes are known */
    static List<String> of(List<FieldChange> changes, List<ObjectProgress> others) {
        int known = others.stream().mapToInt(object -> object.changes().size()).sum();
        return changes.stream()
                .limit(Math.min(MAX_CHANGES, Math.max(0, MAX_ALL_CHANGES - known)))
                .map(change -> DeploymentProgress.truncate(hidden(change).line()))
                .toList();
    }

    private static FieldChange hidden(FieldChange change) {
        return HIDDEN.matcher(change.path()).matches()
                ? new FieldChange(change.path(), hidden(change.before()), hidden(change.after()))
                : change;
    }

    private static String hidden(String value) {
        return value == null ? null : FieldChange.MASKED;
    }
}
