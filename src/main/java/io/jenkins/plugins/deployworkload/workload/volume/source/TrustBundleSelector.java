package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The labels that select trust bundles of a signer. */
public class TrustBundleSelector implements Describable<TrustBundleSelector>, Section {

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> matchLabels;

    @DataBoundConstructor
    public TrustBundleSelector() {
        // All properties are optional.
    }

    public Map<String, String> getMatchLabels() {
        return matchLabels == null ? Map.of() : matchLabels;
    }

    @DataBoundSetter
    public void setMatchLabels(Map<String, String> matchLabels) {
        this.matchLabels = new LinkedHashMap<>(matchLabels);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<TrustBundleSelector> {
        @Override
        public String getDisplayName() {
            return Messages.TrustBundleSelector_DisplayName();
        }
    }
}
