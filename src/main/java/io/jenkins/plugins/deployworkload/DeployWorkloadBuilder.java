package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Item;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.report.Summary;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.workload.FormTree;
import io.jenkins.plugins.deployworkload.workload.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The freestyle door. No {@code SimpleBuildStep}: Pipeline has the step, which waits without a thread and survives restarts. */
public final class DeployWorkloadBuilder extends Builder implements Section {

    private final String cluster;

    @Expandable
    @Text(TextRule.EXPANDED_DNS_LABEL)
    private String namespace;

    private Workload workload;

    @Expandable
    private String file;

    @Text(TextRule.DURATION)
    private String timeout;

    private FailurePolicy onFailure;

    private Boolean prune;

    private Boolean recreate;

    private Boolean adopt;

    private Boolean forceConflicts;

    @DataBoundConstructor
    public DeployWorkloadBuilder(String cluster) {
        this.cluster = cluster;
    }

    public String getCluster() {
        return cluster;
    }

    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    public Workload getWorkload() {
        return workload;
    }

    @DataBoundSetter
    public void setWorkload(Workload workload) {
        this.workload = workload;
    }

    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(String file) {
        this.file = file;
    }

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public FailurePolicy getOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(FailurePolicy onFailure) {
        this.onFailure = onFailure;
    }

    public Boolean getPrune() {
        return prune;
    }

    @DataBoundSetter
    public void setPrune(Boolean prune) {
        this.prune = prune;
    }

    public Boolean getRecreate() {
        return recreate;
    }

    @DataBoundSetter
    public void setRecreate(Boolean recreate) {
        this.recreate = recreate;
    }

    public Boolean getAdopt() {
        return adopt;
    }

    @DataBoundSetter
    public void setAdopt(Boolean adopt) {
        this.adopt = adopt;
    }

    public Boolean getForceConflicts() {
        return forceConflicts;
    }

    @DataBoundSetter
    public void setForceConflicts(Boolean forceConflicts) {
        this.forceConflicts = forceConflicts;
    }

    Order order() {
        return new Order(
                cluster,
                namespace,
                workload,
                file,
                timeout,
                Order.options(onFailure, prune, recreate, adopt, forceConflicts));
    }

    @Override
    public void check(Report report) {
        order().check(report);
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        Order order = expanded(build.getEnvironment(listener)).order();
        Deployments deployments =
                Walk.start(order, build.getParent(), build.getWorkspace(), new BuildLog(listener.getLogger()::println));
        List<RolloutResult> results = await(deployments);
        if (!Summary.succeeded(results)) {
            throw new AbortException(Summary.failures(results));
        }
        return true;
    }

    /** A copy in which build parameters stand for their values where that is documented, checked once more. */
    private DeployWorkloadBuilder expanded(EnvVars environment) throws AbortException {
        try {
            return Binder.bind(Tree.expanded(this, environment::expand), DeployWorkloadBuilder.class);
        } catch (InvalidDescriptionException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Waits; an aborted build ends the waiting, says so in its log, and leaves the cluster to go on. */
    private static List<RolloutResult> await(Deployments deployments) throws InterruptedException {
        CompletableFuture<List<RolloutResult>> results = deployments.results();
        try {
            return results.get();
        } catch (InterruptedException e) {
            deployments.stop(Messages.Execution_Aborted());
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
                return FormTree.bind(formData, DeployWorkloadBuilder.class);
            } catch (InvalidDescriptionException e) {
                throw SectionDescriptor.formException(e);
            }
        }

        /** For the form: the words that a field offers. */
        public List<String> choices(String field) {
            return SectionDescriptor.choices(DeployWorkloadBuilder.class, field);
        }

        /** The clusters that this job may use. */
        @POST
        public ListBoxModel doFillClusterItems(@AncestorInPath Item item, @QueryParameter String cluster) {
            return ClusterItems.of(item, cluster);
        }
    }
}
