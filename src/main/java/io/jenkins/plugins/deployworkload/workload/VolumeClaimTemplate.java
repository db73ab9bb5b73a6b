package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A persistent volume of its own for each instance of a StatefulSet. */
public class VolumeClaimTemplate implements Describable<VolumeClaimTemplate>, Section {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    private final AccessMode accessMode;

    @Text(TextRule.BYTES)
    private final String storage;

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.STORAGE_CLASS)
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
    public void check(Report report) {
        if (Amounts.isZeroQuantity(storage)) {
            report.problem("storage", Messages.VolumeClaimTemplate_Zero(storage));
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
