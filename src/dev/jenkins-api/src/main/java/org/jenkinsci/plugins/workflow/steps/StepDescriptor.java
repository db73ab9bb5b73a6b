package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Descriptor;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

public abstract class StepDescriptor extends Descriptor<Step> {
    protected StepDescriptor() {}

    public abstract Set<? extends Class<?>> getRequiredContext();

    public abstract String getFunctionName();

    public native Step newInstance(Map<String, Object> arguments) throws Exception;

    public native UninstantiatedDescribable uninstantiate(Step step);

    public native String argumentsToString(Map<String, Object> namedArgs);
}
