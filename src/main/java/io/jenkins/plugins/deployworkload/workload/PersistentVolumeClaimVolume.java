package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Named;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A persistent volume, by its claim. */
@Named("persistentVolumeClaim")
public final class PersistentVolumeClaimVolume extends VolumeSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.CLAIM)
    private final String claimName;

    private Boolean readOnly;

    @DataBoundConstructor
    public PersistentVolumeClaimVolume(String claimName) {
        this.claimName = claimName;
    }

    public String getClaimName() {
        return claimName;
    }

    public Boolean getReadOnly() {
        return readOnly;
    }

    @DataBoundSetter
    public void setReadOnly(Boolean readOnly) {
        this.readOnly = readOnly;
    }

    @Extension(ordinal = 10)
    @Symbol("persistentVolumeClaim")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.PersistentVolumeClaimVolume_DisplayName();
        }
    }
}
