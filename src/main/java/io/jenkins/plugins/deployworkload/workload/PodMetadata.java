package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.pod.NetworkAttachment;
import io.jenkins.plugins.deployworkload.workload.pod.PodReadinessGate;
import io.jenkins.plugins.deployworkload.workload.pod.scheduling.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Pod-level settings of a workload: labels and annotations of the pods, their selector, their scheduling and their lifetime. */
public abstract class PodMetadata extends PodNetworkSettings {

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> podLabels;

    @Text(keys = TextRule.QUALIFIED_NAME)
    private Map<String, String> podAnnotations;

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> matchLabels;

    private List<TopologySpreadConstraint> topologySpreadConstraints;

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.PRIORITY_CLASS)
    private String priorityClassName;

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.RUNTIME_CLASS)
    private String runtimeClassName;

    private String schedulerName;

    @Range(min = 1)
    private Long activeDeadlineSeconds;

    private List<PodReadinessGate> readinessGates;

    PodMetadata(String name) {
        super(name);
    }

    public Map<String, String> getPodLabels() {
        return podLabels == null ? Map.of() : podLabels;
    }

    @DataBoundSetter
    public void setPodLabels(Map<String, String> podLabels) {
        this.podLabels = new LinkedHashMap<>(podLabels);
    }

    public Map<String, String> getPodAnnotations() {
        return podAnnotations == null ? Map.of() : podAnnotations;
    }

    @DataBoundSetter
    public void setPodAnnotations(Map<String, String> podAnnotations) {
        this.podAnnotations = new LinkedHashMap<>(podAnnotations);
    }

    public Map<String, String> getMatchLabels() {
        return matchLabels == null ? Map.of() : matchLabels;
    }

    @DataBoundSetter
    public void setMatchLabels(Map<String, String> matchLabels) {
        this.matchLabels = new LinkedHashMap<>(matchLabels);
    }

    public List<TopologySpreadConstraint> getTopologySpreadConstraints() {
        return topologySpreadConstraints == null ? List.of() : topologySpreadConstraints;
    }

    @DataBoundSetter
    public void setTopologySpreadConstraints(List<TopologySpreadConstraint> topologySpreadConstraints) {
        this.topologySpreadConstraints = new ArrayList<>(topologySpreadConstraints);
    }

    public String getPriorityClassName() {
        return priorityClassName;
    }

    @DataBoundSetter
    public void setPriorityClassName(String priorityClassName) {
        this.priorityClassName = priorityClassName;
    }

    public String getRuntimeClassName() {
        return runtimeClassName;
    }

    @DataBoundSetter
    public void setRuntimeClassName(String runtimeClassName) {
        this.runtimeClassName = runtimeClassName;
    }

    public String getSchedulerName() {
        return schedulerName;
    }

    @DataBoundSetter
    public void setSchedulerName(String schedulerName) {
        this.schedulerName = schedulerName;
    }

    public Long getActiveDeadlineSeconds() {
        return activeDeadlineSeconds;
    }

    @DataBoundSetter
    public void setActiveDeadlineSeconds(Long activeDeadlineSeconds) {
        this.activeDeadlineSeconds = activeDeadlineSeconds;
    }

    public List<PodReadinessGate> getReadinessGates() {
        return readinessGates == null ? List.of() : readinessGates;
    }

    @DataBoundSetter
    public void setReadinessGates(List<PodReadinessGate> readinessGates) {
        this.readinessGates = new ArrayList<>(readinessGates);
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        ReservedKeys.check(getPodLabels(), "podLabels", context);
        ReservedKeys.check(getPodAnnotations(), "podAnnotations", context);
        ReservedKeys.check(getMatchLabels(), "matchLabels", context);
        if (sizeOf(getPodAnnotations()) > MAX_ANNOTATIONS) {
            context.addProblem(
                    "podAnnotations", Messages.PodMetadata_AnnotationsTooLarge(Integer.toString(MAX_ANNOTATIONS)));
        }
        if (!getNetworks().isEmpty() && getPodAnnotations().containsKey(NetworkAttachment.ANNOTATION)) {
            context.addProblem(
                    "podAnnotations[\"" + NetworkAttachment.ANNOTATION + "\"]",
                    Messages.PodMetadata_NetworksAnnotation());
        }
        getMatchLabels().forEach((key, value) -> {
            String label = getPodLabels().getOrDefault(key, value);
            if (value != null && label != null && !label.equals(value)) {
                context.addProblem(FieldPaths.key("matchLabels", key), Messages.PodMetadata_LabelDiffers(value, label));
            }
        });
    }
}
