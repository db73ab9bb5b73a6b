package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Instances with a name, an order and volumes of their own. */
public final class StatefulSet extends Controller {

    /** The pods' label with the revision holds the name, a hyphen and ten characters more, and is at most 63 long. */
    private static final int LONGEST_NAME = 52;

    @Range
    private Integer replicas;

    private PodManagementPolicy podManagementPolicy;

    @Range
    private Integer minReadySeconds;

    @Range
    private Integer revisionHistoryLimit;

    private StatefulSetUpdate updateStrategy;

    private List<VolumeClaimTemplate> volumeClaimTemplates;

    @DataBoundConstructor
    public StatefulSet() {
        // Nothing is required.
    }

    public Integer getReplicas() {
        return replicas;
    }

    @DataBoundSetter
    public void setReplicas(Integer replicas) {
        this.replicas = replicas;
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

    public StatefulSetUpdate getUpdateStrategy() {
        return updateStrategy;
    }

    @DataBoundSetter
    public void setUpdateStrategy(StatefulSetUpdate updateStrategy) {
        this.updateStrategy = updateStrategy;
    }

    public List<VolumeClaimTemplate> getVolumeClaimTemplates() {
        return volumeClaimTemplates == null ? List.of() : volumeClaimTemplates;
    }

    @DataBoundSetter
    public void setVolumeClaimTemplates(List<VolumeClaimTemplate> volumeClaimTemplates) {
        this.volumeClaimTemplates = new ArrayList<>(volumeClaimTemplates);
    }

    @Override
    public void check(Report report) {
        Unique.check(getVolumeClaimTemplates(), VolumeClaimTemplate::getName, "volumeClaimTemplates", "name", report);
    }

    @Override
    void check(Workload workload, Report report) {
        Names.atMost(workload, LONGEST_NAME, Messages.StatefulSet_Name(Integer.toString(LONGEST_NAME)), report);
        if (workload.getHostname() != null) {
            report.problem("hostname", Messages.StatefulSet_Hostname());
        }
    }

    @Override
    boolean headless() {
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
