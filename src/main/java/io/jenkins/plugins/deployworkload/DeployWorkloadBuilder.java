package io.jenkins.plugins.deployworkload;

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
import io.jenkins.plugins.deployworkload.execution.DeploymentLauncher;
import io.jenkins.plugins.deployworkload.execution.RolloutGroup;
import io.jenkins.plugins.deployworkload.execution.StepOutcome;
import io.jenkins.plugins.deployworkload.execution.StepState;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.form.FormBinder;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The freestyle door. It asks for the same as the Pipeline step, and so holds one. No {@code SimpleBuildStep}: Pipeline has
 * the step, which waits without a thread and survives restarts.
 */
public final class DeployWorkloadBuilder extends Builder {

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
        DeployWorkloadStep step = expanded(build.getEnvironment(listener));
        DeploymentLauncher walk = new DeploymentLauncher(build, listener, name -> event -> {});
        RolloutGroup deployments = walk.launch(walk.plan(step, build::getWorkspace), StepState.of(step));
        StepOutcome ending = StepOutcome.of(await(deployments), step.getBuildResult());
        if (ending.result() == Result.UNSTABLE) {
            listener.getLogger().println(ending.message());
            build.setResult(Result.UNSTABLE);
        } else if (ending.result() == Result.FAILURE) {
            throw new AbortException(ending.message());
        }
        return true;
    }

    /** A copy in which the build's variables stand for their values where that is documented, checked once more. */
    private DeployWorkloadStep expanded(EnvVars environment) throws AbortException {
        try {
            return Binder.bind(TreeWriter.toExpandedTree(deploy, environment::expand), DeployWorkloadStep.class);
        } catch (InvalidDescriptionException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Waits; an aborted build ends the waiting, says so in its log, and leaves the cluster to go on. */
    private static List<DeployedWorkload> await(RolloutGroup deployments) throws InterruptedException {
        CompletableFuture<List<DeployedWorkload>> results = deployments.results();
        try {
            return results.get();
        } catch (InterruptedException e) {
            deployments.stop(Messages.RolloutGroup_Aborted());
            results.join();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Extension
    @Symbol("deployWorkloadBuilder")
    public static class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.DeployWorkload_DisplayName();
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
                throw SectionDescriptor.formException(e);
            }
        }

        /** For the form: whose fields it shows. */
        public DeployWorkloadStep.DescriptorImpl getStepDescriptor() {
            return ExtensionList.lookupSingleton(DeployWorkloadStep.DescriptorImpl.class);
        }
    }
}
