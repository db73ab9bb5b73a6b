package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An entry and the file that it becomes. */
public class KeyToPath implements Describable<KeyToPath>, Section {

    @Text(TextRule.CONFIG_KEY)
    @Offers(Offer.KEY)
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
