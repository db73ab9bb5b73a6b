package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A diagnostic finding that is stored with the build. The container's log is not stored with the build, because Jenkins
 * masks secrets only in the build log.
 */
@ExportedBean(defaultVisibility = 4)
public final class DeployedFinding {

    /** Limit in characters, because messages from the cluster can be long. */
    private static final int MAX_LENGTH = 1000;

    private final String signal;
    private final String object;
    private final String message;
    private final String advice;

    DeployedFinding(Finding finding) {
        this.signal = finding.signal();
        this.object = finding.location().label();
        this.message = DisplayNames.truncate(finding.sentence(), MAX_LENGTH);
        this.advice = DisplayNames.truncate(finding.advice(), MAX_LENGTH);
    }

    /** The name of the signal, as listed in {@code docs/diagnosis.md}. */
    @Exported
    public String getSignal() {
        return signal;
    }

    /** The location of the problem, such as {@code Pod web-1, container app}. */
    @Exported
    public String getObject() {
        return object;
    }

    /** The location of the problem, a summary and the message from the cluster. */
    @Exported
    public String getMessage() {
        return message;
    }

    /** The action that the user can take to solve the problem. */
    @Exported
    public String getAdvice() {
        return advice;
    }
}
