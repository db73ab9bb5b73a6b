package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quantities;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.source.AccessMode;
import io.jenkins.plugins.deployworkload.workload.volume.source.ClaimBase;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A template from which each pod of a StatefulSet gets its own PersistentVolumeClaim. */
public class VolumeClaimTemplate extends ClaimBase implements Describable<VolumeClaimTemplate> {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    private final AccessMode accessMode;

    @Text(TextRule.BYTES)
    private final String storage;

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.STORAGE_CLASS)
    private String storageClassName;

    @DataBoundConstructor
    public VolumeClaimTemplate(String name, AccessMode accessMode, String storage) {
        this.name = name;
        this.accessMode = accessMode;
        this.storage = storage;
    }

    public String getName() {
        return name;
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
            context.addProblem("storage", Messages.VolumeClaimTemplate_ZeroStorage(storage));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<VolumeClaimTemplate> {
        @Override
        public String getDisplayName() {
            return Messages.VolumeClaimTemplate_DisplayName();
        }
    }
}
