package hudson.model;

import hudson.EnvVars;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.IOException;

public abstract class Run<J extends Job<J, R>, R extends Run<J, R>> {
    protected Run() {}

    public J getParent() {
        throw Signature.only();
    }

    public EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException {
        throw Signature.only();
    }
}
