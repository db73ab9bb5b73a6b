package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.FormValidation.CheckMethod;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterItems;
import io.jenkins.plugins.deployworkload.execution.removal.RemoveWorkloadExecution;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.Durations;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import io.jenkins.plugins.deployworkload.workload.form.FormBinder;
import io.jenkins.plugins.deployworkload.workload.form.FormChecks;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.time.Duration;
import java.util.ArrayList;
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

/** The Pipeline step {@code removeWorkload}, which deletes an application by its record. */
public final class RemoveWorkloadStep extends Step implements Section {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private final String cluster;

    @Text(TextRule.WORKLOAD_NAME)
    private final String name;

    @Text(TextRule.DNS_LABEL)
    private String namespace;

    private String credentialsId;

    private List<PruneKind> pruneKinds;

    @Text(TextRule.DURATION)
    private String timeout;

    private Boolean dryRun;

    private String expectedPlan;

    private Boolean adopt;

    @DataBoundConstructor
    public RemoveWorkloadStep(String cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    public String getCluster() {
        return cluster;
    }

    /** The name of the application. */
    public String getName() {
        return name;
    }

    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    /** The ID of a credential of the job; null to use the credential of the cluster. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = credentialsId;
    }

    /** The kinds of objects that hold data and that are deleted nevertheless. */
    public List<PruneKind> getPruneKinds() {
        return pruneKinds == null ? List.of() : pruneKinds;
    }

    @DataBoundSetter
    public void setPruneKinds(List<PruneKind> pruneKinds) {
        this.pruneKinds = new ArrayList<>(pruneKinds);
    }

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public Boolean getDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(Boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** The id of the list of objects that a dry run has shown; null for any list. */
    public String getExpectedPlan() {
        return expectedPlan;
    }

    @DataBoundSetter
    public void setExpectedPlan(String expectedPlan) {
        this.expectedPlan = expectedPlan;
    }

    /** Whether to remove the application of another owner too. */
    public Boolean getAdopt() {
        return adopt;
    }

    @DataBoundSetter
    public void setAdopt(Boolean adopt) {
        this.adopt = adopt;
    }

    @Override
    public void check(ValidationContext validation) {
        if (Boolean.TRUE.equals(dryRun) && expectedPlan != null) {
            validation.addProblem("expectedPlan", Messages.DeployWorkloadStep_notWithDryRun());
        }
    }

    @Override
    public StepExecution start(StepContext context) {
        return new RemoveWorkloadExecution(
                context,
                new ApplicationTarget(cluster, credentialsId, namespace, name, Set.copyOf(getPruneKinds())),
                Boolean.TRUE.equals(dryRun),
                Boolean.TRUE.equals(adopt),
                expectedPlan,
                timeout == null ? DEFAULT_TIMEOUT : Durations.parse(timeout));
    }

    @Extension
    public static class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "removeWorkload";
        }

        @Override
        public String getDisplayName() {
            return Messages.RemoveWorkloadStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public Step newInstance(StaplerRequest2 req, JSONObject formData) {
            try {
                return FormBinder.bind(formData, RemoveWorkloadStep.class);
            } catch (InvalidDescriptionException e) {
                throw new InvalidFormException(e.getMessage());
            }
        }

        @Override
        public Step newInstance(Map<String, Object> arguments) throws AbortException {
            try {
                return StepArguments.bind(arguments, RemoveWorkloadStep.class);
            } catch (InvalidDescriptionException e) {
                throw new AbortException(e.getMessage());
            }
        }

        @Override
        public UninstantiatedDescribable uninstantiate(Step step) {
            return new UninstantiatedDescribable(StepArguments.literals((RemoveWorkloadStep) step));
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return StepArguments.summary(arguments);
        }

        /** The form calls this method for its drop-down lists. */
        public List<String> choices(String field) {
            return SectionDescriptor.choices(RemoveWorkloadStep.class, field);
        }

        /** The form calls this method for its drop-down lists. */
        public String choiceDisplayName(String field, String value) {
            return SectionDescriptor.choiceDisplayName(RemoveWorkloadStep.class, field, value);
        }

        @Override
        public CheckMethod getCheckMethod(String fieldName) {
            return FormChecks.checkMethod(this, RemoveWorkloadStep.class, fieldName)
                    .orElseGet(() -> super.getCheckMethod(fieldName));
        }

        /** Validates one form field. The rest of the URL's path is the name of the field. */
        @POST
        public FormValidation doCheck(StaplerRequest2 req, @AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.mayRead(item)
                    ? FormChecks.checkField(req, RemoveWorkloadStep.class, value)
                    : FormValidation.ok();
        }

        /** The choices of the cluster field: the clusters that this job may use. */
        @POST
        public ComboBoxModel doFillClusterItems(@AncestorInPath Item item) {
            return ClusterItems.of(item);
        }

        /** The choices of the credential field: the credentials that this job may use for the selected cluster. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String cluster, @QueryParameter String credentialsId) {
            return ClusterAccess.credentials(item, cluster, credentialsId);
        }
    }
}
