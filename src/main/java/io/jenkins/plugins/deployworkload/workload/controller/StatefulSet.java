package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.autoscaling.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.VolumeClaimTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A StatefulSet: pods with a stable name, an order and their own volumes. */
public final class StatefulSet extends Controller {

    @Range
    private Integer replicas;

    private Autoscaling autoscaling;

    @Text(TextRule.DNS_LABEL)
    private String serviceName;

    private PodManagementPolicy podManagementPolicy;

    @Range
    private Integer minReadySeconds;

    @Range
    private Integer revisionHistoryLimit;

    private StatefulSetUpdateStrategy updateStrategy;

    private List<VolumeClaimTemplate> volumeClaimTemplates;

    private ClaimRetentionPolicy persistentVolumeClaimRetentionPolicy;

    private Ordinals ordinals;

    @DataBoundConstructor
    public StatefulSet() {
        // All properties are optional.
    }

    @Override
    public Integer getReplicas() {
        return replicas;
    }

    @DataBoundSetter
    public void setReplicas(Integer replicas) {
        this.replicas = replicas;
    }

    @Override
    public Autoscaling getAutoscaling() {
        return autoscaling;
    }

    @DataBoundSetter
    public void setAutoscaling(Autoscaling autoscaling) {
        this.autoscaling = autoscaling;
    }

    public String getServiceName() {
        return serviceName;
    }

    @DataBoundSetter
    public void setServiceName(String serviceName) {
        this.serviceName = OptionalTexts.emptyToNull(serviceName);
    }

    public PodManagementPolicy getPodManagementPolicy() {
        return podManagementPolicy;
    }

    @DataBoundSetter
    public void setPodManagementPolicy(PodManagementPolicy podManagementPolicy) {
        this.podManagementPolicy = podManagementPolicy;
    }

    public Integer getMinReadySeconds() {
        return minReadySeconds;
    }

    @DataBoundSetter
    public void setMinReadySeconds(Integer minReadySeconds) {
        this.minReadySeconds = minReadySeconds;
    }

    public Integer getRevisionHistoryLimit() {
        return revisionHistoryLimit;
    }

    @DataBoundSetter
    public void setRevisionHistoryLimit(Integer revisionHistoryLimit) {
        this.revisionHistoryLimit = revisionHistoryLimit;
    }

    public StatefulSetUpdateStrategy getUpdateStrategy() {
        return updateStrategy;
    }

    @DataBoundSetter
    public void setUpdateStrategy(StatefulSetUpdateStrategy updateStrategy) {
        this.updateStrategy = updateStrategy;
    }

    public List<VolumeClaimTemplate> getVolumeClaimTemplates() {
        return volumeClaimTemplates == null ? List.of() : volumeClaimTemplates;
    }

    @DataBoundSetter
    public void setVolumeClaimTemplates(List<VolumeClaimTemplate> volumeClaimTemplates) {
        this.volumeClaimTemplates = new ArrayList<>(volumeClaimTemplates);
    }

    public ClaimRetentionPolicy getPersistentVolumeClaimRetentionPolicy() {
        return persistentVolumeClaimRetentionPolicy;
    }

    @DataBoundSetter
    public void setPersistentVolumeClaimRetentionPolicy(ClaimRetentionPolicy persistentVolumeClaimRetentionPolicy) {
        this.persistentVolumeClaimRetentionPolicy = persistentVolumeClaimRetentionPolicy;
    }

    public Ordinals getOrdinals() {
        return ordinals;
    }

    @DataBoundSetter
    public void setOrdinals(Ordinals ordinals) {
        this.ordinals = ordinals;
    }

    @Override
    public void check(ValidationContext context) {
        Duplicates.check(
                getVolumeClaimTemplates(), VolumeClaimTemplate::getName, "volumeClaimTemplates", "name", context);
    }

    @Override
    public boolean headless() {
        return true;
    }

    @Extension(ordinal = 40)
    @Symbol("statefulSet")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.StatefulSet_DisplayName();
        }
    }
}
