package io.jenkins.plugins.deployworkload.redeploy;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import java.util.List;
import java.util.Optional;

/** A type of job whose builds can deploy a stored revision. */
public abstract class RedeployJobType implements ExtensionPoint {

    /** The type of the job of a build; empty if its builds cannot deploy a stored revision. */
    static Optional<RedeployJobType> of(Run<?, ?> build) {
        return ExtensionList.lookup(RedeployJobType.class).stream()
                .filter(type -> type.isTypeOf(build))
                .findFirst();
    }

    abstract boolean isTypeOf(Run<?, ?> build);

    /** Sentences for users about the steps that the new build runs. */
    abstract String note();

    /**
     * The actions that make a new build of the job deploy a revision.
     *
     * @param build the build that deployed the revision
     * @param deployed the deploy of that build
     * @param expectedPlan the plan that the user has seen; {@code null} for any plan
     */
    abstract List<Action> actions(Run<?, ?> build, DeployedWorkload deployed, String expectedPlan);
}
