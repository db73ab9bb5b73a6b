package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.source.DownwardApiFile;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Fields of the pod and resources of its containers as files. */
@Named("downwardAPI")
public final class DownwardApiVolume extends VolumeSource {

    private List<DownwardApiFile> items;

    @Text(TextRule.MODE)
    private String defaultMode;

    @DataBoundConstructor
    public DownwardApiVolume() {
        // All properties are optional.
    }

    public List<DownwardApiFile> getItems() {
        return items == null ? List.of() : items;
    }

    @DataBoundSetter
    public void setItems(List<DownwardApiFile> items) {
        this.items = new ArrayList<>(items);
    }

    public String getDefaultMode() {
        return defaultMode;
    }

    @DataBoundSetter
    public void setDefaultMode(String defaultMode) {
        this.defaultMode = defaultMode;
    }

    @Extension(ordinal = 5)
    @Symbol("downwardAPI")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.DownwardApiVolume_DisplayName();
        }
    }
}
