package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.controller.JobBase;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.service.ServicePort;
import java.util.List;
import java.util.Set;

/** What the Service asks of the workload around it, and the other way. */
public final class ServiceRules {

    private final Workload workload;
    private final ValidationContext report;
    private final boolean headless;

    public ServiceRules(Workload workload, ValidationContext report) {
        this.workload = workload;
        this.report = report;
        headless = workload.headless();
    }

    public void check() {
        checkName();
        Service service = workload.getService();
        if (service == null || workload.getController() instanceof JobBase) {
            return;
        }
        if (headless && service.getSessionAffinity() != null) {
            report.addProblem("service.sessionAffinity", Messages.ServiceRules_SessionAffinity());
        }
        if (!headless && service.getPorts().isEmpty()) {
            report.addProblem("service.ports", Messages.ServiceRules_NoPort());
        }
        checkTargetPorts(service.getPorts());
    }

    /** A Service is also a DNS name, and such a name begins with a letter. */
    private void checkName() {
        String name = workload.getName();
        if (workload.hasService() && name != null && !name.isEmpty() && !Character.isLetter(name.charAt(0))) {
            report.addProblem("name", Messages.ServiceRules_Name(name));
        }
    }

    /** The Service's pods are the workload's own: a name that none of their ports has never leads anywhere. */
    private void checkTargetPorts(List<ServicePort> ports) {
        Set<String> names = PortNames.of(workload);
        for (int i = 0; i < ports.size(); i++) {
            String target = ports.get(i) == null ? null : ports.get(i).getTargetPort();
            if (PortNames.isMissing(target, names)) {
                report.addProblem("service.ports[" + i + "].targetPort", Messages.PortNames_Missing(target));
            }
        }
    }
}
