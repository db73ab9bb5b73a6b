package hudson.model;

import hudson.EnvVars;
import java.io.IOException;

public abstract class Run<J extends Job<J, R>, R extends Run<J, R>> extends Actionable {
    Run() {}

    public native J getParent();

    public native EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException;

    public native String getUrl();

    public native void save() throws IOException;

    public native void setResult(Result r);
}
