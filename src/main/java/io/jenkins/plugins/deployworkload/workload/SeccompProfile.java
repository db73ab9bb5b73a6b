package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Which calls of the kernel a container may make. */
@BlankIsNothing
public class SeccompProfile implements Describable<SeccompProfile>, Section {

    private final SeccompType type;

    @Text(TextRule.RELATIVE_PATH)
    private String localhostProfile;

    @DataBoundConstructor
    public SeccompProfile(SeccompType type) {
        this.type = type;
    }

    public SeccompType getType() {
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
    public void check(Report report) {
        boolean named = localhostProfile != null && !localhostProfile.isEmpty();
        if (type == SeccompType.Localhost && !named) {
            report.problem("localhostProfile", Messages.SeccompProfile_Required());
        } else if (type != null && type != SeccompType.Localhost && localhostProfile != null) {
            report.problem("localhostProfile", Messages.SeccompProfile_Excluded());
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
