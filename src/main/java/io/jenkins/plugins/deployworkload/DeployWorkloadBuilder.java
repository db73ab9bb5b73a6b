package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Result;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.deployworkload.execution.DeployContext;
import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.execution.DeploymentLauncher;
import io.jenkins.plugins.deployworkload.execution.DeploymentPlan;
import io.jenkins.plugins.deployworkload.execution.DeploymentPlanner;
import io.jenkins.plugins.deployworkload.execution.RolloutGroup;
import io.jenkins.plugins.deployworkload.execution.StepOutcome;
import io.jenkins.plugins.deployworkload.execution.StepState;
import io.jenkins.plugins.deployworkload.redeploy.RevisionBuildAction;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.form.FormBinder;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The build step of freestyle jobs. The builder has the same parameters as {@link DeployWorkloadStep}, and stores them
 * in a step object. The builder is not a {@code SimpleBuildStep}, because Pipelines use {@link DeployWorkloadStep}
 * directly: unlike a builder, the step waits without a thread and survives restarts.
 */
public final class DeployWorkloadBuilder extends Builder {

    /** Most rollouts end within this time after an abort. A build that waits longer says so. */
    private static final Duration ABORT_NOTICE_DELAY = Duration.ofSeconds(1);

    private final DeployWorkloadStep deploy;

    @DataBoundConstructor
    public DeployWorkloadBuilder(DeployWorkloadStep deploy) {
        this.deploy = deploy;
    }

    public DeployWorkloadStep getDeploy() {
        return deploy;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        DeployContext context = new DeployContext(build, listener);
        DeployRequest request =
                expanded(build.getEnvironment(listener), context).request();
        RevisionBuildAction revision = build.getAction(RevisionBuildAction.class);
        if (revision != null) {
            Optional<DeployRequest> again = revision.applyTo(request);
            if (again.isEmpty()) {
                listener.getLogger().println(revision.skipped());
                return true;
            }
            request = again.get();
        }
        DeploymentPlan plan = new DeploymentPlanner(context, listener).plan(request, build::getWorkspace);
        RolloutGroup rollouts =
                new DeploymentLauncher(context, listener, name -> event -> {}).launch(plan, StepState.of(request));
        StepOutcome outcome = StepOutcome.of(await(rollouts, listener), request.buildResult());
        if (outcome.result() == Result.UNSTABLE) {
            listener.getLogger().println(outcome.message());
            build.setResult(Result.UNSTABLE);
        } else if (outcome.result() == Result.FAILURE) {
            throw new AbortException(outcome.message());
        }
        return true;
    }

    /**
     * Returns a copy of the step with the build's variables expanded in the {@code @Expandable} fields. The copy is
     * validated again, because the values of variables may be invalid.
     */
    private DeployWorkloadStep expanded(EnvVars environment, DeployContext context) throws AbortException {
        try {
            ObjectNode tree = TreeWriter.toExpandedTree(deploy, environment::expand);
            // The tree has no empty lists, but an empty list of pins is invalid.
            StepOptions.emptyPins(deploy).forEach(tree::putArray);
            return Binder.bind(tree, DeployWorkloadStep.class);
        } catch (InvalidDescriptionException e) {
            context.recordRefusal(e.getMessage());
            throw new AbortException(e.getMessage());
        }
    }

    /**
     * Waits for all results. The first abort stops the rollouts, and waits until their results are recorded in the
     * build. A second abort does not wait.
     */
    private static List<DeployedWorkload> await(RolloutGroup rollouts, BuildListener listener)
            throws InterruptedException {
        try {
            return rollouts.await();
        } catch (InterruptedException e) {
            rollouts.abort();
            if (!rollouts.await(ABORT_NOTICE_DELAY)) {
                listener.getLogger().println(Messages.DeployWorkloadBuilder_stopping());
                rollouts.await();
            }
            throw e;
        }
    }

    @Extension
    @Symbol("deployWorkloadBuilder")
    public static class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.DeployWorkloadStep_DisplayName();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public Builder newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
            try {
                return new DeployWorkloadBuilder(FormBinder.bind(formData, DeployWorkloadStep.class));
            } catch (InvalidDescriptionException e) {
                // After "Apply", the form stays open, and shows the message.
                if (req == null || "true".equals(req.getParameter("core:apply"))) {
                    throw SectionDescriptor.formException(e);
                }
                throw getStepDescriptor().notSaved(formData, e);
            }
        }

        /** The builder's form shows the fields of the Pipeline step. */
        public DeployWorkloadStep.DescriptorImpl getStepDescriptor() {
            return ExtensionList.lookupSingleton(DeployWorkloadStep.DescriptorImpl.class);
        }
    }
}
