package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quantities;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A claim that is created with its pod and deleted with it. */
@OmitIfBlank
public class EphemeralClaim extends ClaimBase implements Describable<EphemeralClaim> {

    private final AccessMode accessMode;

    @Text(TextRule.BYTES)
    private final String storage;

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.STORAGE_CLASS)
    private String storageClassName;

    @DataBoundConstructor
    public EphemeralClaim(AccessMode accessMode, String storage) {
        this.accessMode = accessMode;
        this.storage = storage;
    }

    public AccessMode getAccessMode() {
        return accessMode;
    }

    public String getStorage() {
        return storage;
    }

    public String getStorageClassName() {
        return storageClassName;
    }

    @DataBoundSetter
    public void setStorageClassName(String storageClassName) {
        this.storageClassName = storageClassName;
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        if (Quantities.isZeroQuantity(storage)) {
            context.addProblem("storage", Messages.EphemeralClaim_ZeroStorage(storage));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<EphemeralClaim> {
        @Override
        public String getDisplayName() {
            return Messages.EphemeralClaim_DisplayName();
        }
    }
}
