package hudson.tasks;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.IOException;

public abstract class BuildStepCompatibilityLayer implements BuildStep {
    protected BuildStepCompatibilityLayer() {}

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        throw Signature.only();
    }
}
