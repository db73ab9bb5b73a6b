package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.source.CsiSecretRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A volume that a CSI driver provides for the pod. */
@Named("csi")
public final class CsiVolume extends VolumeSource {

    @Text(TextRule.CSI_DRIVER)
    private final String driver;

    private Boolean readOnly;

    private String fsType;

    private Map<String, String> volumeAttributes;

    private CsiSecretRef nodePublishSecretRef;

    @DataBoundConstructor
    public CsiVolume(String driver) {
        this.driver = driver;
    }

    public String getDriver() {
        return driver;
    }

    public Boolean getReadOnly() {
        return readOnly;
    }

    @DataBoundSetter
    public void setReadOnly(Boolean readOnly) {
        this.readOnly = readOnly;
    }

    public String getFsType() {
        return fsType;
    }

    @DataBoundSetter
    public void setFsType(String fsType) {
        this.fsType = fsType;
    }

    public Map<String, String> getVolumeAttributes() {
        return volumeAttributes == null ? Map.of() : volumeAttributes;
    }

    @DataBoundSetter
    public void setVolumeAttributes(Map<String, String> volumeAttributes) {
        this.volumeAttributes = new LinkedHashMap<>(volumeAttributes);
    }

    public CsiSecretRef getNodePublishSecretRef() {
        return nodePublishSecretRef;
    }

    @DataBoundSetter
    public void setNodePublishSecretRef(CsiSecretRef nodePublishSecretRef) {
        this.nodePublishSecretRef = nodePublishSecretRef;
    }

    @Extension(ordinal = 3)
    @Symbol("csi")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.CsiVolume_DisplayName();
        }
    }
}
