package org.jenkinsci.plugins.workflow.flow;

import hudson.model.Queue;

public abstract class FlowExecutionOwner {
    FlowExecutionOwner() {}

    public native FlowExecution getOrNull();

    public interface Executable extends Queue.Executable {
        FlowExecutionOwner asFlowExecutionOwner();
    }
}
