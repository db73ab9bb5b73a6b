package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A mount of a volume into a container. */
public class VolumeMount implements Describable<VolumeMount>, Section {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    private final String mountPath;

    @Text(TextRule.RELATIVE_PATH)
    private String subPath;

    @Text(TextRule.RELATIVE_PATH)
    private String subPathExpr;

    private Boolean readOnly;

    private MountPropagation mountPropagation;

    @DataBoundConstructor
    public VolumeMount(String name, String mountPath) {
        this.name = name;
        this.mountPath = mountPath;
    }

    public String getName() {
        return name;
    }

    public String getMountPath() {
        return mountPath;
    }

    public String getSubPath() {
        return subPath;
    }

    @DataBoundSetter
    public void setSubPath(String subPath) {
        this.subPath = subPath;
    }

    public String getSubPathExpr() {
        return subPathExpr;
    }

    @DataBoundSetter
    public void setSubPathExpr(String subPathExpr) {
        this.subPathExpr = subPathExpr;
    }

    public Boolean getReadOnly() {
        return readOnly;
    }

    @DataBoundSetter
    public void setReadOnly(Boolean readOnly) {
        this.readOnly = readOnly;
    }

    public MountPropagation getMountPropagation() {
        return mountPropagation;
    }

    @DataBoundSetter
    public void setMountPropagation(MountPropagation mountPropagation) {
        this.mountPropagation = mountPropagation;
    }

    @Override
    public void check(ValidationContext context) {
        if (isSet(subPath) && isSet(subPathExpr)) {
            context.addProblem("subPathExpr", Messages.VolumeMount_SubPathAndSubPathExpr());
        }
    }

    private static boolean isSet(String text) {
        return text != null && !text.isEmpty();
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<VolumeMount> {
        @Override
        public String getDisplayName() {
            return Messages.VolumeMount_DisplayName();
        }
    }
}
