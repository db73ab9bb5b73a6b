package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A DaemonSet: one pod on every matching node. */
public final class DaemonSet extends Controller {

    @Range
    private Integer minReadySeconds;

    @Range
    private Integer revisionHistoryLimit;

    private DaemonSetUpdateStrategy updateStrategy;

    @DataBoundConstructor
    public DaemonSet() {
        // All properties are optional.
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

    public DaemonSetUpdateStrategy getUpdateStrategy() {
        return updateStrategy;
    }

    @DataBoundSetter
    public void setUpdateStrategy(DaemonSetUpdateStrategy updateStrategy) {
        this.updateStrategy = updateStrategy;
    }

    @Override
    public boolean headless() {
        return true;
    }

    @Extension(ordinal = 30)
    @Symbol("daemonSet")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.DaemonSet_DisplayName();
        }
    }
}
