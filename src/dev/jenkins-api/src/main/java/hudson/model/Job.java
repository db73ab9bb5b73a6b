package hudson.model;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public abstract class Job<J extends Job<J, R>, R extends Run<J, R>> implements Item {
    protected Job() {}

    @Override
    public final String getFullName() {
        throw Signature.only();
    }
}
