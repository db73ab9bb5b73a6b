package io.jenkins.plugins.deployworkload.workload.security;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The SELinux context of a pod or container. */
@OmitIfBlank
public class SeLinuxOptions implements Describable<SeLinuxOptions>, Section {

    private String level;

    private String role;

    private String type;

    private String user;

    @DataBoundConstructor
    public SeLinuxOptions() {
        // All properties are optional.
    }

    public String getLevel() {
        return level;
    }

    @DataBoundSetter
    public void setLevel(String level) {
        this.level = level;
    }

    public String getRole() {
        return role;
    }

    @DataBoundSetter
    public void setRole(String role) {
        this.role = role;
    }

    public String getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(String type) {
        this.type = type;
    }

    public String getUser() {
        return user;
    }

    @DataBoundSetter
    public void setUser(String user) {
        this.user = user;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<SeLinuxOptions> {
        @Override
        public String getDisplayName() {
            return Messages.SeLinuxOptions_DisplayName();
        }
    }
}
