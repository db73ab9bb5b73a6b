package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.security.AppArmorProfile;
import io.jenkins.plugins.deployworkload.workload.security.SeLinuxOptions;
import io.jenkins.plugins.deployworkload.workload.security.SeccompProfile;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The security context of a container. */
@OmitIfBlank
public class ContainerSecurityContext implements Describable<ContainerSecurityContext>, Section {

    private Boolean runAsNonRoot;

    @Range
    private Long runAsUser;

    @Range
    private Long runAsGroup;

    private Boolean privileged;

    private Capabilities capabilities;

    private Boolean allowPrivilegeEscalation;

    private Boolean readOnlyRootFilesystem;

    private SeLinuxOptions seLinuxOptions;

    private SeccompProfile seccompProfile;

    private AppArmorProfile appArmorProfile;

    @DataBoundConstructor
    public ContainerSecurityContext() {
        // All properties are optional.
    }

    public Boolean getRunAsNonRoot() {
        return runAsNonRoot;
    }

    @DataBoundSetter
    public void setRunAsNonRoot(Boolean runAsNonRoot) {
        this.runAsNonRoot = runAsNonRoot;
    }

    public Long getRunAsUser() {
        return runAsUser;
    }

    @DataBoundSetter
    public void setRunAsUser(Long runAsUser) {
        this.runAsUser = runAsUser;
    }

    public Long getRunAsGroup() {
        return runAsGroup;
    }

    @DataBoundSetter
    public void setRunAsGroup(Long runAsGroup) {
        this.runAsGroup = runAsGroup;
    }

    public Boolean getPrivileged() {
        return privileged;
    }

    @DataBoundSetter
    public void setPrivileged(Boolean privileged) {
        this.privileged = privileged;
    }

    public Capabilities getCapabilities() {
        return capabilities;
    }

    @DataBoundSetter
    public void setCapabilities(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    public Boolean getAllowPrivilegeEscalation() {
        return allowPrivilegeEscalation;
    }

    @DataBoundSetter
    public void setAllowPrivilegeEscalation(Boolean allowPrivilegeEscalation) {
        this.allowPrivilegeEscalation = allowPrivilegeEscalation;
    }

    public Boolean getReadOnlyRootFilesystem() {
        return readOnlyRootFilesystem;
    }

    @DataBoundSetter
    public void setReadOnlyRootFilesystem(Boolean readOnlyRootFilesystem) {
        this.readOnlyRootFilesystem = readOnlyRootFilesystem;
    }

    public SeLinuxOptions getSeLinuxOptions() {
        return seLinuxOptions;
    }

    @DataBoundSetter
    public void setSeLinuxOptions(SeLinuxOptions seLinuxOptions) {
        this.seLinuxOptions = seLinuxOptions;
    }

    public SeccompProfile getSeccompProfile() {
        return seccompProfile;
    }

    @DataBoundSetter
    public void setSeccompProfile(SeccompProfile seccompProfile) {
        this.seccompProfile = seccompProfile;
    }

    public AppArmorProfile getAppArmorProfile() {
        return appArmorProfile;
    }

    @DataBoundSetter
    public void setAppArmorProfile(AppArmorProfile appArmorProfile) {
        this.appArmorProfile = appArmorProfile;
    }

    @Override
    public void check(ValidationContext context) {
        if (!Boolean.FALSE.equals(allowPrivilegeEscalation)) {
            return;
        }
        if (Boolean.TRUE.equals(privileged)) {
            context.addProblem("allowPrivilegeEscalation", Messages.ContainerSecurityContext_PrivilegedCanEscalate());
        }
        if (capabilities != null && capabilities.addsSysAdmin()) {
            context.addProblem("allowPrivilegeEscalation", Messages.ContainerSecurityContext_SysAdminCanEscalate());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ContainerSecurityContext> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerSecurityContext_DisplayName();
        }
    }
}
