package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Selects other pods, and the topology domain in which a new pod should or should not run together with them. */
public class PodAffinityTerm implements Describable<PodAffinityTerm>, Section {

    @Text(TextRule.QUALIFIED_NAME)
    @SuggestedValues(SuggestionKind.NODE_LABEL)
    private final String topologyKey;

    private LabelSelector labelSelector;

    @Text(TextRule.DNS_LABEL)
    private List<String> namespaces;

    private LabelSelector namespaceSelector;

    @Text(TextRule.QUALIFIED_NAME)
    private List<String> matchLabelKeys;

    @Text(TextRule.QUALIFIED_NAME)
    private List<String> mismatchLabelKeys;

    @DataBoundConstructor
    public PodAffinityTerm(String topologyKey) {
        this.topologyKey = topologyKey;
    }

    public String getTopologyKey() {
        return topologyKey;
    }

    public LabelSelector getLabelSelector() {
        return labelSelector;
    }

    @DataBoundSetter
    public void setLabelSelector(LabelSelector labelSelector) {
        this.labelSelector = labelSelector;
    }

    public List<String> getNamespaces() {
        return namespaces == null ? List.of() : namespaces;
    }

    @DataBoundSetter
    public void setNamespaces(List<String> namespaces) {
        this.namespaces = new ArrayList<>(namespaces);
    }

    public LabelSelector getNamespaceSelector() {
        return namespaceSelector;
    }

    @DataBoundSetter
    public void setNamespaceSelector(LabelSelector namespaceSelector) {
        this.namespaceSelector = namespaceSelector;
    }

    public List<String> getMatchLabelKeys() {
        return matchLabelKeys == null ? List.of() : matchLabelKeys;
    }

    @DataBoundSetter
    public void setMatchLabelKeys(List<String> matchLabelKeys) {
        this.matchLabelKeys = new ArrayList<>(matchLabelKeys);
    }

    public List<String> getMismatchLabelKeys() {
        return mismatchLabelKeys == null ? List.of() : mismatchLabelKeys;
    }

    @DataBoundSetter
    public void setMismatchLabelKeys(List<String> mismatchLabelKeys) {
        this.mismatchLabelKeys = new ArrayList<>(mismatchLabelKeys);
    }

    @Override
    public void check(ValidationContext context) {
        LabelKeys.check(getMatchLabelKeys(), "matchLabelKeys", labelSelector, true, context);
        LabelKeys.check(getMismatchLabelKeys(), "mismatchLabelKeys", labelSelector, false, context);
        for (int i = 0; i < getMatchLabelKeys().size(); i++) {
            String key = getMatchLabelKeys().get(i);
            if (key != null && getMismatchLabelKeys().contains(key)) {
                context.addProblem("matchLabelKeys[" + i + "]", Messages.PodAffinityTerm_KeyInBoth(key));
            }
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodAffinityTerm> {
        @Override
        public String getDisplayName() {
            return Messages.PodAffinityTerm_DisplayName();
        }
    }
}
