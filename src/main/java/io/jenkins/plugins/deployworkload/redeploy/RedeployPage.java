package io.jenkins.plugins.deployworkload.redeploy;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.execution.revision.RevisionRequest;
import io.jenkins.plugins.deployworkload.execution.revision.RevisionTarget;
import io.jenkins.plugins.deployworkload.preview.RevisionComparison;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/**
 * The page of a build from which its healthy revisions are deployed again, for users with the permission Job/Build. The page
 * itself shows what the build has stored. A comparison reads the revision from the cluster, with the access rules of now.
 */
public final class RedeployPage implements Action, StaplerProxy {

    /** The pages of deploys link to it. */
    private static final String URL = "redeploy";

    /** See {@code PlanId}. */
    private static final Pattern PLAN = Pattern.compile("[A-Za-z0-9:._-]{1,1000}");

    private final Run<?, ?> run;

    RedeployPage(Run<?, ?> run) {
        this.run = run;
    }

    /** @throws RuntimeException if the user may not start builds of the job */
    @Override
    public Object getTarget() {
        run.getParent().checkPermission(Item.BUILD);
        return this;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** The deploys of the build that became healthy. */
    public List<DeployedWorkload> getDeploys() {
        return DeploymentsAction.of(run).stream()
                .filter(DeployedWorkload::isRedeployable)
                .toList();
    }

    /** See {@link RedeployJobType#note}; {@code null} for a job of another type. */
    public String getNote() {
        return RedeployJobType.of(run).map(RedeployJobType::note).orElse(null);
    }

    /** Why no build can be started; {@code null} if one can. */
    public String getProblem() {
        if (RedeployJobType.of(run).isEmpty()) {
            return Messages.RedeployPage_otherType();
        }
        return run.getParent().isBuildable() ? null : Messages.RedeployPage_disabled();
    }

    /**
     * Compares a revision of the build with the cluster.
     *
     * @param application the name of the application
     * @param revision the id of the revision
     */
    @POST
    public HttpResponse doCompare(
            @AncestorInPath Item item, @QueryParameter String application, @QueryParameter String revision)
            throws InterruptedException {
        item.checkPermission(Item.BUILD);
        Optional<DeployedWorkload> deployed = find(application, revision);
        if (deployed.isEmpty()) {
            return problem(Messages.RedeployPage_unknown(application, revision));
        }
        if (getProblem() != null) {
            return problem(getProblem());
        }
        try {
            RevisionComparison comparison = RevisionComparison.of(run.getParent(), target(deployed.get()));
            return HttpResponses.forwardToView(this, "comparison")
                    .with("shown", new ShownComparison(deployed.get(), comparison));
        } catch (AbortException e) {
            return problem(e.getMessage());
        }
    }

    private static RevisionTarget target(DeployedWorkload deployed) {
        return new RevisionTarget(
                deployed.getCluster(),
                deployed.settings().credentialsId(),
                deployed.getNamespace(),
                new RevisionRequest(deployed.getName(), deployed.getRevision()),
                deployed.settings().options());
    }

    /**
     * Starts a build that deploys a revision.
     *
     * @param plan the id of the plan that the user has seen; empty for none
     */
    @POST
    public HttpResponse doSchedule(
            @AncestorInPath Item item,
            @QueryParameter String application,
            @QueryParameter String revision,
            @QueryParameter String plan) {
        item.checkPermission(Item.BUILD);
        Job<?, ?> job = run.getParent();
        Optional<DeployedWorkload> deployed = find(application, revision);
        boolean isPlan = plan == null || plan.isEmpty() || PLAN.matcher(plan).matches();
        if (deployed.isEmpty() || !isPlan) {
            return problem(Messages.RedeployPage_unknown(application, revision));
        }
        Optional<RedeployJobType> type = RedeployJobType.of(run);
        if (type.isEmpty() || getProblem() != null || !(job instanceof Queue.Task task)) {
            return problem(getProblem() == null ? Messages.RedeployPage_otherType() : getProblem());
        }
        List<Action> actions =
                new ArrayList<>(type.get().actions(run, deployed.get(), plan == null || plan.isEmpty() ? null : plan));
        actions.add(
                new CauseAction(new Cause.UserIdCause(), new RedeployCause(application, revision, run.getNumber())));
        Jenkins.get().getQueue().schedule2(task, 0, actions);
        return HttpResponses.redirectViaContextPath(job.getUrl());
    }

    private Optional<DeployedWorkload> find(String application, String revision) {
        return getDeploys().stream()
                .filter(deployed -> deployed.getName().equals(application)
                        && deployed.getRevision().equals(revision))
                .findFirst();
    }

    private HttpResponse problem(String message) {
        return HttpResponses.forwardToView(this, "comparison").with("problem", message);
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return Messages.RedeployPage_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Adds the page to all builds. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        /** Jenkins asks the factory only for actions of this type, or for all actions. */
        @Override
        public Class<? extends Action> actionType() {
            return RedeployPage.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run run) {
            return List.of(new RedeployPage((Run<?, ?>) run));
        }
    }
}
