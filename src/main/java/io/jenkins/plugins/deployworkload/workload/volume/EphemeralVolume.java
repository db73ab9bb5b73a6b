package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.source.EphemeralClaim;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A volume with a claim of its own, which is deleted with the pod. */
@Named("ephemeral")
public final class EphemeralVolume extends VolumeSource {

    private final EphemeralClaim volumeClaimTemplate;

    @DataBoundConstructor
    public EphemeralVolume(EphemeralClaim volumeClaimTemplate) {
        this.volumeClaimTemplate = volumeClaimTemplate;
    }

    public EphemeralClaim getVolumeClaimTemplate() {
        return volumeClaimTemplate;
    }

    @Extension(ordinal = 6)
    @Symbol("ephemeral")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.EphemeralVolume_DisplayName();
        }
    }
}
