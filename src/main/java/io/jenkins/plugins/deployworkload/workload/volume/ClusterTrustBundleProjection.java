package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.source.TrustBundleSelector;
import java.util.Collections;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Certificates that the cluster publishes, as a file of a projected volume. */
@Named("clusterTrustBundle")
public final class ClusterTrustBundleProjection extends Projection {

    @Text(TextRule.FILE_PATH)
    private final String path;

    @Text(TextRule.TRUST_BUNDLE)
    private String name;

    @Text(TextRule.SIGNER)
    private String signerName;

    private TrustBundleSelector labelSelector;

    private Boolean optional;

    @DataBoundConstructor
    public ClusterTrustBundleProjection(String path) {
        this.path = path;
    }

    public String getPath() {
        return path;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = OptionalTexts.emptyToNull(name);
    }

    public String getSignerName() {
        return signerName;
    }

    @DataBoundSetter
    public void setSignerName(String signerName) {
        this.signerName = OptionalTexts.emptyToNull(signerName);
    }

    public TrustBundleSelector getLabelSelector() {
        return labelSelector;
    }

    @DataBoundSetter
    public void setLabelSelector(TrustBundleSelector labelSelector) {
        this.labelSelector = labelSelector;
    }

    public Boolean getOptional() {
        return optional;
    }

    @DataBoundSetter
    public void setOptional(Boolean optional) {
        this.optional = optional;
    }

    @Override
    public void check(ValidationContext context) {
        if ((name == null) == (signerName == null)) {
            context.addProblem("", Messages.ClusterTrustBundleProjection_NotOne());
        }
        if (name != null && labelSelector != null) {
            context.addProblem("labelSelector", Messages.ClusterTrustBundleProjection_SelectorWithName());
        }
    }

    @Override
    Map<String, String> paths() {
        return Collections.singletonMap("path", path);
    }

    @Extension(ordinal = 10)
    @Symbol("clusterTrustBundle")
    public static class DescriptorImpl extends SectionDescriptor<Projection> {
        @Override
        public String getDisplayName() {
            return Messages.ClusterTrustBundleProjection_DisplayName();
        }
    }
}
