package hudson.model;

import hudson.EnvVars;
import hudson.FilePath;
import java.io.IOException;

public abstract class AbstractBuild<P extends AbstractProject<P, R>, R extends AbstractBuild<P, R>> extends Run<P, R> {
    AbstractBuild() {}

    public final native FilePath getWorkspace();

    @Override
    public native EnvVars getEnvironment(TaskListener log) throws IOException, InterruptedException;
}
