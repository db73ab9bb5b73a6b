package io.jenkins.plugins.deployworkload;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.execution.BuildResult;
import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.execution.DeployWorkloadExecution;
import io.jenkins.plugins.deployworkload.execution.FailFastMode;
import io.jenkins.plugins.deployworkload.execution.FailurePolicy;
import io.jenkins.plugins.deployworkload.policy.ImagePattern;
import io.jenkins.plugins.deployworkload.policy.Wildcard;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Pipeline step {@code deployWorkload}. In freestyle jobs, {@link DeployWorkloadBuilder} wraps this step. */
public final class DeployWorkloadStep extends PruneStep {

    private final String cluster;

    private String credentialsId;

    @Expandable
    @Text(TextRule.EXPANDED_DNS_LABEL)
    private String namespace;

    private Workload workload;

    @Expandable
    private String file;

    List<String> allowedNames;

    List<String> allowedImages;

    private List<ImageOverride> images;

    @Text(TextRule.DURATION)
    private String timeout;

    private Boolean wait;

    private FailurePolicy onFailure;

    private BuildResult buildResult;

    private FailFastMode failFast;

    @Text(TextRule.DURATION_OR_ZERO)
    private Map<String, String> patience;

    private Boolean ignoreNotReadyNodes;

    private Boolean replace;

    private Boolean adopt;

    private Boolean forceConflicts;

    private Boolean dryRun;

    @Expandable
    private String expectedPlan;

    @DataBoundConstructor
    public DeployWorkloadStep(String cluster) {
        this.cluster = cluster;
    }

    public String getCluster() {
        return cluster;
    }

    /** The ID of a credential of the job; null to use the credential of the cluster. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = credentialsId;
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

    /** Patterns of the names that workloads in files may have; see {@link Wildcard}. By default, all names. */
    public List<String> getAllowedNames() {
        return allowedNames == null ? List.of() : allowedNames;
    }

    @DataBoundSetter
    public void setAllowedNames(List<String> allowedNames) {
        this.allowedNames = new ArrayList<>(allowedNames);
    }

    /** Patterns of the images that workloads in files may have; see {@link ImagePattern}. By default, all images. */
    public List<String> getAllowedImages() {
        return allowedImages == null ? List.of() : allowedImages;
    }

    @DataBoundSetter
    public void setAllowedImages(List<String> allowedImages) {
        this.allowedImages = new ArrayList<>(allowedImages);
    }

    public List<ImageOverride> getImages() {
        return images == null ? List.of() : images;
    }

    @DataBoundSetter
    public void setImages(List<ImageOverride> images) {
        this.images = new ArrayList<>(images);
    }

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public Boolean getWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(Boolean wait) {
        this.wait = wait;
    }

    public FailurePolicy getOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(FailurePolicy onFailure) {
        this.onFailure = onFailure;
    }

    public BuildResult getBuildResult() {
        return buildResult;
    }

    @DataBoundSetter
    public void setBuildResult(BuildResult buildResult) {
        this.buildResult = buildResult;
    }

    public FailFastMode getFailFast() {
        return failFast;
    }

    @DataBoundSetter
    public void setFailFast(FailFastMode failFast) {
        this.failFast = failFast;
    }

    /** How long a reason must last before it ends the deploy, by signal. */
    public Map<String, String> getPatience() {
        return patience == null ? Map.of() : patience;
    }

    @DataBoundSetter
    public void setPatience(Map<String, String> patience) {
        this.patience = new LinkedHashMap<>(patience);
    }

    /** Whether a DaemonSet is healthy although it has no pod on nodes that are not ready. */
    public Boolean getIgnoreNotReadyNodes() {
        return ignoreNotReadyNodes;
    }

    @DataBoundSetter
    public void setIgnoreNotReadyNodes(Boolean ignoreNotReadyNodes) {
        this.ignoreNotReadyNodes = ignoreNotReadyNodes;
    }

    public Boolean getReplace() {
        return replace;
    }

    @DataBoundSetter
    public void setReplace(Boolean replace) {
        this.replace = replace;
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

    public Boolean getDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(Boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** The ids of the plans of dry runs, separated by commas; null for any plan. */
    public String getExpectedPlan() {
        return expectedPlan;
    }

    @DataBoundSetter
    public void setExpectedPlan(String expectedPlan) {
        this.expectedPlan = expectedPlan;
    }

    /** The parameters of the step; a default replaces each parameter that is not set. */
    public DeployRequest request() {
        return StepOptions.request(this);
    }

    @Override
    public void check(ValidationContext validation) {
        super.check(validation);
        StepOptions.check(this, validation);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new DeployWorkloadExecution(context, request());
    }

    @Extension
    public static class DescriptorImpl extends StepFormDescriptor {

        @Override
        public String getFunctionName() {
            return "deployWorkload";
        }

        @Override
        public String getDisplayName() {
            return Messages.DeployWorkloadStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(FlowNode.class, Run.class, TaskListener.class);
        }
    }
}
