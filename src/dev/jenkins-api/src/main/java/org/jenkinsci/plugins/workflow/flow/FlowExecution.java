package org.jenkinsci.plugins.workflow.flow;

import org.springframework.security.core.Authentication;

public abstract class FlowExecution {
    FlowExecution() {}

    public native Authentication getAuthentication2();
}
