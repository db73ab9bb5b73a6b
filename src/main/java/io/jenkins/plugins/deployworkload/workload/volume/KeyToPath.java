package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Maps a key of a ConfigMap or Secret to the path of a file. */
public class KeyToPath implements Describable<KeyToPath>, Section {

    @Text(TextRule.CONFIG_KEY)
    @SuggestedValues(SuggestionKind.CONFIG_KEY)
    private final String key;

    @Text(TextRule.FILE_PATH)
    private final String path;

    @Text(TextRule.MODE)
    private String mode;

    @DataBoundConstructor
    public KeyToPath(String key, String path) {
        this.key = key;
        this.path = path;
    }

    public String getKey() {
        return key;
    }

    public String getPath() {
        return path;
    }

    public String getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(String mode) {
        this.mode = mode;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<KeyToPath> {
        @Override
        public String getDisplayName() {
            return Messages.KeyToPath_DisplayName();
        }
    }
}
