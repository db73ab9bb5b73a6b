package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** One instance on every node. */
public final class DaemonSet extends Controller {

    @Range
    private Integer minReadySeconds;

    @Range
    private Integer revisionHistoryLimit;

    private DaemonSetUpdate updateStrategy;

    @DataBoundConstructor
    public DaemonSet() {
        // Nothing is required.
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

    public DaemonSetUpdate getUpdateStrategy() {
        return updateStrategy;
    }

    @DataBoundSetter
    public void setUpdateStrategy(DaemonSetUpdate updateStrategy) {
        this.updateStrategy = updateStrategy;
    }

    @Override
    void check(Workload workload, Report report) {
        // A DaemonSet takes every shared section.
    }

    @Override
    boolean headless() {
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
