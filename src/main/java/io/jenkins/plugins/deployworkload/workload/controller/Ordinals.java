package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The numbers of the pods of a StatefulSet. */
@OmitIfBlank
public class Ordinals implements Describable<Ordinals>, Section {

    @Range
    private Integer start;

    @DataBoundConstructor
    public Ordinals() {
        // All properties are optional.
    }

    public Integer getStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(Integer start) {
        this.start = start;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Ordinals> {
        @Override
        public String getDisplayName() {
            return Messages.Ordinals_DisplayName();
        }
    }
}
