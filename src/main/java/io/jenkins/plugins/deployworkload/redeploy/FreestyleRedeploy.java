package io.jenkins.plugins.deployworkload.redeploy;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.FreeStyleBuild;
import hudson.model.ParametersAction;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * Freestyle jobs. Jenkins runs all build steps of such a job, so the new build has the parameters of the earlier one, and
 * its build step deploys the revision. The builds of a matrix job do not hand their actions to the builds that deploy.
 */
@Extension
public final class FreestyleRedeploy extends RedeployJobType {

    @Override
    boolean isTypeOf(Run<?, ?> build) {
        return build instanceof FreeStyleBuild;
    }

    @Override
    String note() {
        return Messages.FreestyleRedeploy_note();
    }

    @Override
    List<Action> actions(Run<?, ?> build, DeployedWorkload deployed, String expectedPlan) {
        List<Action> actions = new ArrayList<>();
        actions.add(new RevisionBuildAction(
                deployed.getCluster(),
                deployed.getNamespace(),
                deployed.getName(),
                deployed.getRevision(),
                expectedPlan));
        ParametersAction parameters = build.getAction(ParametersAction.class);
        if (parameters != null) {
            actions.add(parameters);
        }
        return actions;
    }
}
