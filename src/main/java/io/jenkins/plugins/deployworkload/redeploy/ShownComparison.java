package io.jenkins.plugins.deployworkload.redeploy;

import io.jenkins.plugins.deployworkload.preview.RevisionComparison;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import java.util.Date;

/** A comparison in the reader's language, for the page. */
public final class ShownComparison {

    private final DeployedWorkload deployed;
    private final RevisionComparison comparison;

    ShownComparison(DeployedWorkload deployed, RevisionComparison comparison) {
        this.deployed = deployed;
        this.comparison = comparison;
    }

    public String getTitle() {
        return deployed.getTitle();
    }

    public String getApplication() {
        return deployed.getName();
    }

    /** The id of the revision. */
    public String getRevision() {
        return deployed.getRevision();
    }

    /** The build that deployed the revision; {@code null} if it is not known. */
    public String getDeployedBy() {
        return comparison.revision().deployedBy();
    }

    public Date getActivatedAt() {
        return Date.from(comparison.revision().activatedAt());
    }

    /** The changes, as in the log of a build, and why a deploy would be refused. */
    public String getText() {
        return comparison.text();
    }

    /** Whether a deploy would be accepted now. */
    public boolean isAccepted() {
        return comparison.isAccepted();
    }

    /** The id of the plan; empty if there is none. */
    public String getPlan() {
        return comparison.planId() == null ? "" : comparison.planId();
    }

    /** The label of the button that starts the build. */
    public String getButton() {
        return comparison.revision().isActive()
                ? Messages.ShownComparison_deployAgain()
                : Messages.ShownComparison_rollBack();
    }
}
