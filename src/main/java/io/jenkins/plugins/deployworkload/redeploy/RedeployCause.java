package io.jenkins.plugins.deployworkload.redeploy;

import hudson.model.Cause;
import org.kohsuke.stapler.export.Exported;

/** A user deploys a stored revision of an earlier build again. Stored with the build, beside the cause with the user. */
public final class RedeployCause extends Cause {

    private final String application;
    private final String revision;
    private final int build;

    /**
     * @param revision the id of the revision
     * @param build the number of the build that deployed the revision
     */
    RedeployCause(String application, String revision, int build) {
        this.application = application;
        this.revision = revision;
        this.build = build;
    }

    @Exported(visibility = 3)
    public String getApplication() {
        return application;
    }

    /** The id of the revision. */
    @Exported(visibility = 3)
    public String getRevision() {
        return revision;
    }

    /** The number of the build that deployed the revision. */
    @Exported(visibility = 3)
    public int getBuild() {
        return build;
    }

    @Override
    public String getShortDescription() {
        return Messages.RedeployCause_description(revision, application, "#" + build);
    }
}
