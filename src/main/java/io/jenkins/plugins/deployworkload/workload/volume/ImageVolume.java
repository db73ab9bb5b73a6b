package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.source.ImageVolumePullPolicy;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The content of an image, which the containers can read. */
@Named("image")
public final class ImageVolume extends VolumeSource {

    @Expandable
    @Text(TextRule.IMAGE)
    private final String reference;

    private ImageVolumePullPolicy pullPolicy;

    @DataBoundConstructor
    public ImageVolume(String reference) {
        this.reference = reference;
    }

    public String getReference() {
        return reference;
    }

    public ImageVolumePullPolicy getPullPolicy() {
        return pullPolicy;
    }

    @DataBoundSetter
    public void setPullPolicy(ImageVolumePullPolicy pullPolicy) {
        this.pullPolicy = pullPolicy;
    }

    @Extension(ordinal = 2)
    @Symbol("image")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.ImageVolume_DisplayName();
        }
    }
}
