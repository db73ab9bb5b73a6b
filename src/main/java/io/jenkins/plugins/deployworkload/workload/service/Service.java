package io.jenkins.plugins.deployworkload.workload.service;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How other workloads of the cluster reach this one: a Service of the workload's name, inside the cluster only. */
public class Service implements Describable<Service>, Section {

    private SessionAffinity sessionAffinity;

    private List<ServicePort> ports;

    @DataBoundConstructor
    public Service() {
        // Nothing is required.
    }

    public SessionAffinity getSessionAffinity() {
        return sessionAffinity;
    }

    @DataBoundSetter
    public void setSessionAffinity(SessionAffinity sessionAffinity) {
        this.sessionAffinity = sessionAffinity;
    }

    public List<ServicePort> getPorts() {
        return ports == null ? List.of() : ports;
    }

    @DataBoundSetter
    public void setPorts(List<ServicePort> ports) {
        this.ports = new ArrayList<>(ports);
    }

    @Override
    public void check(ValidationContext report) {
        List<ServicePort> all = getPorts();
        Duplicates.check(all, ServicePort::getName, "ports", "name", report);
        Duplicates.check(all, ServicePort::identity, "ports", "port", report);
        if (all.size() > 1) {
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i) != null && isEmpty(all.get(i).getName())) {
                    report.addProblem("ports[" + i + "].name", Messages.Service_PortName());
                }
            }
        }
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Service> {
        @Override
        public String getDisplayName() {
            return Messages.Service_DisplayName();
        }
    }
}
