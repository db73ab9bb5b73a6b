package io.jenkins.plugins.deployworkload.redeploy;

import hudson.model.Action;
import hudson.model.Queue;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.cps.CpsFlowFactoryAction2;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** Replaces the script of one Pipeline build. The script runs in the sandbox. Stored with the queue and the build. */
public final class RevisionScriptAction implements CpsFlowFactoryAction2, Queue.QueueAction {

    private final String script;

    RevisionScriptAction(String script) {
        this.script = script;
    }

    @Override
    public CpsFlowExecution create(FlowDefinition definition, FlowExecutionOwner owner, List<? extends Action> actions)
            throws IOException {
        return new CpsFlowExecution(script, true, owner);
    }

    /** A build without the action is another build, so neither replaces the other in the queue. */
    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return true;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
