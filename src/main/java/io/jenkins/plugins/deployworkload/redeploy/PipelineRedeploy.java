package io.jenkins.plugins.deployworkload.redeploy;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** Pipeline jobs. The new build has a script with one step, as a replayed build has another script than its job. */
@Extension(optional = true)
public final class PipelineRedeploy extends RedeployJobType {

    /** Only this kind of execution lets an action replace the script. */
    @Override
    boolean isTypeOf(Run<?, ?> build) {
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable executable ? executable.asFlowExecutionOwner() : null;
        try {
            // After a restart of Jenkins, this loads the execution of an ended build.
            return owner != null && owner.get() instanceof CpsFlowExecution;
        } catch (IOException e) {
            // The build has ended before its script could run, or its files are damaged.
            return false;
        }
    }

    @Override
    String note() {
        return Messages.PipelineRedeploy_note();
    }

    @Override
    List<Action> actions(Run<?, ?> build, DeployedWorkload deployed, String expectedPlan) {
        return List.of(new RevisionScriptAction(RevisionStep.script(deployed, expectedPlan)));
    }
}
