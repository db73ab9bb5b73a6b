package hudson.model;

import hudson.EnvVars;
import java.io.IOException;

public abstract class Run<J extends Job<J, R>, R extends Run<J, R>> {
    Run() {}

    public native J getParent();

    public native EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException;
}
