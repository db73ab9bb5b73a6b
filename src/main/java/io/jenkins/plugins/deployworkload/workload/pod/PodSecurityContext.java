package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.security.AppArmorProfile;
import io.jenkins.plugins.deployworkload.workload.security.SeLinuxOptions;
import io.jenkins.plugins.deployworkload.workload.security.SeccompProfile;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The security context of a pod, for all its containers. */
@OmitIfBlank
public class PodSecurityContext implements Describable<PodSecurityContext>, Section {

    @Range
    private Long fsGroup;

    private Boolean runAsNonRoot;

    @Range
    private Long runAsUser;

    @Range
    private Long runAsGroup;

    private FsGroupChangePolicy fsGroupChangePolicy;

    @Range
    private List<Long> supplementalGroups;

    private SupplementalGroupsPolicy supplementalGroupsPolicy;

    private List<Sysctl> sysctls;

    private SeLinuxOptions seLinuxOptions;

    private SeccompProfile seccompProfile;

    private AppArmorProfile appArmorProfile;

    @DataBoundConstructor
    public PodSecurityContext() {
        // All properties are optional.
    }

    public Long getFsGroup() {
        return fsGroup;
    }

    @DataBoundSetter
    public void setFsGroup(Long fsGroup) {
        this.fsGroup = fsGroup;
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

    public FsGroupChangePolicy getFsGroupChangePolicy() {
        return fsGroupChangePolicy;
    }

    @DataBoundSetter
    public void setFsGroupChangePolicy(FsGroupChangePolicy fsGroupChangePolicy) {
        this.fsGroupChangePolicy = fsGroupChangePolicy;
    }

    public List<Long> getSupplementalGroups() {
        return supplementalGroups == null ? List.of() : supplementalGroups;
    }

    @DataBoundSetter
    public void setSupplementalGroups(List<Long> supplementalGroups) {
        this.supplementalGroups = new ArrayList<>(supplementalGroups);
    }

    public SupplementalGroupsPolicy getSupplementalGroupsPolicy() {
        return supplementalGroupsPolicy;
    }

    @DataBoundSetter
    public void setSupplementalGroupsPolicy(SupplementalGroupsPolicy supplementalGroupsPolicy) {
        this.supplementalGroupsPolicy = supplementalGroupsPolicy;
    }

    public List<Sysctl> getSysctls() {
        return sysctls == null ? List.of() : sysctls;
    }

    @DataBoundSetter
    public void setSysctls(List<Sysctl> sysctls) {
        this.sysctls = new ArrayList<>(sysctls);
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
        Duplicates.check(getSysctls(), Sysctl::getName, "sysctls", "name", context);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodSecurityContext> {
        @Override
        public String getDisplayName() {
            return Messages.PodSecurityContext_DisplayName();
        }
    }
}
