package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Linux capabilities to add to or drop from a container. */
@OmitIfBlank
public class Capabilities implements Describable<Capabilities>, Section {

    @Text(TextRule.CAPABILITY)
    private List<String> add;

    @Text(TextRule.CAPABILITY)
    private List<String> drop;

    @DataBoundConstructor
    public Capabilities() {
        // All properties are optional.
    }

    public List<String> getAdd() {
        return add == null ? List.of() : add;
    }

    @DataBoundSetter
    public void setAdd(List<String> add) {
        this.add = new ArrayList<>(add);
    }

    public List<String> getDrop() {
        return drop == null ? List.of() : drop;
    }

    @DataBoundSetter
    public void setDrop(List<String> drop) {
        this.drop = new ArrayList<>(drop);
    }

    /** Whether {@code SYS_ADMIN} is added, also if it is written with the prefix {@code CAP_} or in lower case. */
    boolean addsSysAdmin() {
        return getAdd().stream()
                .anyMatch(capability -> capability != null && capability.matches("(?i)(CAP_)?SYS_ADMIN"));
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Capabilities> {
        @Override
        public String getDisplayName() {
            return Messages.Capabilities_DisplayName();
        }
    }
}
