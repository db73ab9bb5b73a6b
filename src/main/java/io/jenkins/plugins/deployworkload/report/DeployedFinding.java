package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * Why a workload does not run, as a build keeps it. The lines of a container's log are not kept: they stand in the build's
 * log, where what is secret is masked.
 */
@ExportedBean(defaultVisibility = 4)
public final class DeployedFinding {

    /** Characters; the cluster's own words can be long. */
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

    /** Its short name, as in {@code docs/diagnosis.md}. */
    @Exported
    public String getSignal() {
        return signal;
    }

    /** Where it shows: {@code Pod web-1, container app}. */
    @Exported
    public String getObject() {
        return object;
    }

    /** What shows there, with the cluster's own words. */
    @Exported
    public String getMessage() {
        return message;
    }

    /** What to do about it. */
    @Exported
    public String getAdvice() {
        return advice;
    }
}
