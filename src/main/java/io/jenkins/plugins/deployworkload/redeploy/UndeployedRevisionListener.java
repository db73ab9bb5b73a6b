package io.jenkins.plugins.deployworkload.redeploy;

import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Environment;
import hudson.model.listeners.RunListener;
import java.io.IOException;

/**
 * Fails a build that was started to deploy a revision again, if none of its build steps has the application: since the
 * earlier build, the step may have been removed from the job, or have got another name.
 */
@Extension
@SuppressWarnings("rawtypes")
public final class UndeployedRevisionListener extends RunListener<AbstractBuild> {

    @Override
    public Environment setUpEnvironment(AbstractBuild build, Launcher launcher, BuildListener listener)
            throws IOException, InterruptedException {
        RevisionBuildAction revision = build.getAction(RevisionBuildAction.class);
        return revision == null ? super.setUpEnvironment(build, launcher, listener) : new RevisionCheck(revision);
    }

    private static final class RevisionCheck extends Environment {

        private final RevisionBuildAction revision;

        RevisionCheck(RevisionBuildAction revision) {
            this.revision = revision;
        }

        /** @return whether the build can succeed */
        @Override
        public boolean tearDown(AbstractBuild build, BuildListener listener) {
            boolean succeeded = build.getResult() == null;
            if (succeeded && !revision.isTaken()) {
                listener.getLogger().println("ERROR: " + revision.undeployed());
                return false;
            }
            return true;
        }
    }
}
