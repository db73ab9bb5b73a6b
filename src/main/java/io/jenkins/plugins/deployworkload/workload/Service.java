package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How other workloads of the cluster reach this one: a Service of the workload's name, inside the cluster only. */
public class Service implements Describable<Service>, Section {

    private SessionAffinity sessionAffinity;

    private List<ServicePort> ports = List.of();

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
        return ports;
    }

    @DataBoundSetter
    public void setPorts(List<ServicePort> ports) {
        this.ports = new ArrayList<>(ports);
    }

    @Override
    public void check(Report report) {
        if (ports.isEmpty()) {
            report.problem("ports", Messages.Service_NoPort());
        }
        Unique.check(ports, ServicePort::getName, "ports", "name", report);
        Unique.check(ports, ServicePort::identity, "ports", "port", report);
        if (ports.size() > 1) {
            for (int i = 0; i < ports.size(); i++) {
                if (ports.get(i) != null && ports.get(i).getName() == null) {
                    report.problem("ports[" + i + "].name", Messages.Service_PortName());
                }
            }
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Service> {
        @Override
        public String getDisplayName() {
            return Messages.Service_DisplayName();
        }
    }
}
