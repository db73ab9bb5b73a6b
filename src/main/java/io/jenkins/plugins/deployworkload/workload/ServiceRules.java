package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Report;
import java.util.List;
import java.util.Set;

/** What the Service asks of the workload around it, and the other way. */
final class ServiceRules {

    private final Workload workload;
    private final Report report;
    private final boolean headless;

    ServiceRules(Workload workload, Report report) {
        this.workload = workload;
        this.report = report;
        headless = workload.headless();
    }

    void check() {
        name();
        Service service = workload.getService();
        if (service == null || workload.getController() instanceof Batch) {
            return;
        }
        if (headless && service.getSessionAffinity() != null) {
            report.problem("service.sessionAffinity", Messages.Service_Sticky());
        }
        if (!headless && service.getPorts().isEmpty()) {
            report.problem("service.ports", Messages.Service_NoPort());
        }
        targets(service.getPorts());
    }

    /** A Service is also a DNS name, and such a name begins with a letter. */
    private void name() {
        String name = workload.getName();
        if (workload.hasService() && name != null && !name.isEmpty() && !Character.isLetter(name.charAt(0))) {
            report.problem("name", Messages.Workload_ServiceName(name));
        }
    }

    /** The Service's pods are the workload's own: a name that none of their ports has never leads anywhere. */
    private void targets(List<ServicePort> ports) {
        Set<String> names = PortNames.of(workload);
        for (int i = 0; i < ports.size(); i++) {
            String target = ports.get(i) == null ? null : ports.get(i).getTargetPort();
            if (PortNames.isMissing(target, names)) {
                report.problem("service.ports[" + i + "].targetPort", Messages.PortNames_Missing(target));
            }
        }
    }
}
