package org.jenkinsci.plugins.workflow.flow;

import org.springframework.security.core.Authentication;

public abstract class FlowExecution {
    protected FlowExecution() {}

    public native Authentication getAuthentication2();
}
