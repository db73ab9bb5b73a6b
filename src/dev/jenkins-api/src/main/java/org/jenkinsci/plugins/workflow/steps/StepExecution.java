package org.jenkinsci.plugins.workflow.steps;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.Serializable;

public abstract class StepExecution implements Serializable {
    private static final long serialVersionUID = 1L;

    protected StepExecution(StepContext context) {}

    public StepContext getContext() {
        throw Signature.only();
    }

    public abstract boolean start() throws Exception;

    public void stop(Throwable cause) throws Exception {
        throw Signature.only();
    }

    public void onResume() {
        throw Signature.only();
    }

    public String getStatus() {
        throw Signature.only();
    }
}
