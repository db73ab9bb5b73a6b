package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.autoscaling.Autoscaling;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A Deployment with any number of replicas. */
public final class Deployment extends DeploymentBase {

    @Range
    private Integer replicas;

    private Autoscaling autoscaling;

    @DataBoundConstructor
    public Deployment() {
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

    @Extension(ordinal = 50)
    @Symbol("deployment")
    public static class DescriptorImpl extends SectionDescriptor<Controller> {
        @Override
        public String getDisplayName() {
            return Messages.Deployment_DisplayName();
        }
    }
}
