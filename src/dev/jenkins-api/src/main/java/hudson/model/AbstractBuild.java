package hudson.model;

import hudson.EnvVars;
import hudson.FilePath;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.IOException;

public abstract class AbstractBuild<P extends AbstractProject<P, R>, R extends AbstractBuild<P, R>> extends Run<P, R> {
    protected AbstractBuild() {}

    public final FilePath getWorkspace() {
        throw Signature.only();
    }

    @Override
    public EnvVars getEnvironment(TaskListener log) throws IOException, InterruptedException {
        throw Signature.only();
    }
}
