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

/** The AppArmor profile of a pod or container, which restricts its access to files and other resources. */
@OmitIfBlank
public class AppArmorProfile implements Describable<AppArmorProfile>, Section {

    private final AppArmorProfileType type;

    @Text(TextRule.APP_ARMOR_PROFILE)
    private String localhostProfile;

    @DataBoundConstructor
    public AppArmorProfile(AppArmorProfileType type) {
        this.type = type;
    }

    public AppArmorProfileType getType() {
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
        if (type == AppArmorProfileType.Localhost && !hasProfile) {
            context.addProblem("localhostProfile", Messages.AppArmorProfile_LocalhostProfileRequired());
        } else if (type != null && type != AppArmorProfileType.Localhost && localhostProfile != null) {
            context.addProblem("localhostProfile", Messages.AppArmorProfile_LocalhostProfileNotAllowed());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<AppArmorProfile> {
        @Override
        public String getDisplayName() {
            return Messages.AppArmorProfile_DisplayName();
        }
    }
}
