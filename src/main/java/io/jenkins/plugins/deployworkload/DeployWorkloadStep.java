package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.workload.FormTree;
import io.jenkins.plugins.deployworkload.workload.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The Pipeline door: {@code deployWorkload}. */
public final class DeployWorkloadStep extends Step implements Section {

    private final String cluster;

    @Text(TextRule.DNS_LABEL)
    private String namespace;

    private Workload workload;

    private String file;

    @Text(TextRule.DURATION)
    private String timeout;

    private FailurePolicy onFailure;

    private Boolean prune;

    private Boolean recreate;

    private Boolean adopt;

    private Boolean forceConflicts;

    @DataBoundConstructor
    public DeployWorkloadStep(String cluster) {
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
    public StepExecution start(StepContext context) {
        return new DeployWorkloadExecution(context, this);
    }

    @Extension
    public static class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "deployWorkload";
        }

        @Override
        public String getDisplayName() {
            return Messages.DeployWorkload_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public Step newInstance(Map<String, Object> arguments) throws AbortException {
            try {
                return Binder.bind(StepTree.of(arguments), DeployWorkloadStep.class);
            } catch (InvalidDescriptionException e) {
                // The one exception that a build log shows without a stack trace.
                throw new AbortException(e.getMessage());
            }
        }

        @Override
        public Step newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
            try {
                return FormTree.bind(formData, DeployWorkloadStep.class);
            } catch (InvalidDescriptionException e) {
                throw SectionDescriptor.formException(e);
            }
        }

        @Override
        public UninstantiatedDescribable uninstantiate(Step step) {
            return new UninstantiatedDescribable(StepTree.literals((DeployWorkloadStep) step));
        }

        /** For the form: the words that a field offers. */
        public List<String> choices(String field) {
            return SectionDescriptor.choices(DeployWorkloadStep.class, field);
        }

        /** The clusters that this job may use. */
        @POST
        public ListBoxModel doFillClusterItems(@AncestorInPath Item item, @QueryParameter String cluster) {
            return ClusterItems.of(item, cluster);
        }
    }
}
