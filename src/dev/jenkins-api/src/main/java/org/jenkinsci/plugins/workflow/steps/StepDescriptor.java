package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Descriptor;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

public abstract class StepDescriptor extends Descriptor<Step> {
    protected StepDescriptor() {}

    public abstract Set<? extends Class<?>> getRequiredContext();

    public abstract String getFunctionName();

    public Step newInstance(Map<String, Object> arguments) throws Exception {
        throw Signature.only();
    }

    public UninstantiatedDescribable uninstantiate(Step step) {
        throw Signature.only();
    }

    public String argumentsToString(Map<String, Object> namedArgs) {
        throw Signature.only();
    }
}
