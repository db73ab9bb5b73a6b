package io.jenkins.plugins.deployworkload.redeploy;

import hudson.model.Action;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.cps.CpsFlowFactoryAction2;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** Replaces the script of one Pipeline build. The script runs in the sandbox. Stored with the queue and the build. */
public final class RevisionScriptAction extends RedeployAction implements CpsFlowFactoryAction2 {

    private final String script;

    RevisionScriptAction(String script) {
        this.script = script;
    }

    @Override
    public CpsFlowExecution create(FlowDefinition definition, FlowExecutionOwner owner, List<? extends Action> actions)
            throws IOException {
        return new CpsFlowExecution(script, true, owner);
    }
}
