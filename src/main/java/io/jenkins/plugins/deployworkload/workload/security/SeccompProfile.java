package io.jenkins.plugins.deployworkload.workload.security;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The seccomp profile of a pod or container, which restricts its system calls. */
@OmitIfBlank
public class SeccompProfile implements Describable<SeccompProfile>, Section {

    private final SeccompProfileType type;

    @Text(TextRule.RELATIVE_PATH)
    private String localhostProfile;

    @DataBoundConstructor
    public SeccompProfile(SeccompProfileType type) {
        this.type = type;
    }

    public SeccompProfileType getType() {
        return type;
    }

    public String getLocalhostProfile() {
        return localhostProfile;
    }

    @DataBoundSetter
    public void setLocalhostProfile(String localhostProfile) {
        this.localhostProfile = localhostProfile;
    }

    @Override
    public void check(ValidationContext context) {
        boolean hasProfile = localhostProfile != null && !localhostProfile.isEmpty();
        if (type == SeccompProfileType.Localhost && !hasProfile) {
            context.addProblem("localhostProfile", Messages.SeccompProfile_LocalhostProfileRequired());
        } else if (type != null && type != SeccompProfileType.Localhost && localhostProfile != null) {
            context.addProblem("localhostProfile", Messages.SeccompProfile_LocalhostProfileNotAllowed());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<SeccompProfile> {
        @Override
        public String getDisplayName() {
            return Messages.SeccompProfile_DisplayName();
        }
    }
}
