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

/** A Service with the workload's name, reachable only inside the cluster. */
public class Service implements Describable<Service>, Section {

    private SessionAffinity sessionAffinity;

    private List<ServicePort> ports;

    @DataBoundConstructor
    public Service() {
        // All properties are optional.
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
    public void check(ValidationContext context) {
        List<ServicePort> servicePorts = getPorts();
        Duplicates.check(servicePorts, ServicePort::getName, "ports", "name", context);
        Duplicates.check(servicePorts, ServicePort::key, "ports", "port", context);
        if (servicePorts.size() > 1) {
            for (int i = 0; i < servicePorts.size(); i++) {
                if (servicePorts.get(i) != null && isEmpty(servicePorts.get(i).getName())) {
                    context.addProblem("ports[" + i + "].name", Messages.Service_PortNameRequired());
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
