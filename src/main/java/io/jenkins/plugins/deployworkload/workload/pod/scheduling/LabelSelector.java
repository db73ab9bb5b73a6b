package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Selects pods or namespaces by their labels. A selector without conditions selects all. */
public class LabelSelector implements Describable<LabelSelector>, Section {

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> matchLabels;

    private List<LabelSelectorRequirement> matchExpressions;

    @DataBoundConstructor
    public LabelSelector() {
        // All properties are optional.
    }

    public Map<String, String> getMatchLabels() {
        return matchLabels == null ? Map.of() : matchLabels;
    }

    @DataBoundSetter
    public void setMatchLabels(Map<String, String> matchLabels) {
        this.matchLabels = new LinkedHashMap<>(matchLabels);
    }

    public List<LabelSelectorRequirement> getMatchExpressions() {
        return matchExpressions == null ? List.of() : matchExpressions;
    }

    @DataBoundSetter
    public void setMatchExpressions(List<LabelSelectorRequirement> matchExpressions) {
        this.matchExpressions = new ArrayList<>(matchExpressions);
    }

    /** Whether a condition has this label key. */
    boolean hasKey(String key) {
        return getMatchLabels().containsKey(key)
                || getMatchExpressions().stream()
                        .anyMatch(expression -> expression != null && key.equals(expression.getKey()));
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<LabelSelector> {
        @Override
        public String getDisplayName() {
            return Messages.LabelSelector_DisplayName();
        }
    }
}
