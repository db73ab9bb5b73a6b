package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.controller.JobBase;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.service.ServicePort;
import java.util.List;
import java.util.Set;

/** Checks the Service against the name, the controller and the container ports of its workload. */
public final class ServiceRules {

    private final WorkloadSections workload;
    private final ValidationContext context;
    private final boolean headless;

    public ServiceRules(WorkloadSections workload, ValidationContext context) {
        this.workload = workload;
        this.context = context;
        headless = workload.headless();
    }

    public void check() {
        checkName();
        Service service = workload.getService();
        if (service == null || workload.getController() instanceof JobBase) {
            return;
        }
        if (headless && service.getSessionAffinity() != null) {
            context.addProblem("service.sessionAffinity", Messages.ServiceRules_SessionAffinityWithHeadless());
        }
        if (!headless && service.getPorts().isEmpty()) {
            context.addProblem("service.ports", Messages.ServiceRules_NoPort());
        }
        checkTargetPorts(service.getPorts());
    }

    /** The Service has the workload's name, and a Service name is an RFC 1035 label: it starts with a letter. */
    private void checkName() {
        String name = workload.getName();
        if (workload.hasService() && name != null && !name.isEmpty() && !Character.isLetter(name.charAt(0))) {
            context.addProblem("name", Messages.ServiceRules_NameMustStartWithLetter(name));
        } else if (workload.hasService() && name != null && name.contains(".")) {
            context.addProblem("name", Messages.ServiceRules_NameWithDot(name));
        }
    }

    /**
     * Checks that each named target port is a container port of this workload, because the Service selects no other
     * pods.
     */
    private void checkTargetPorts(List<ServicePort> ports) {
        Set<String> names = PortNames.of(workload);
        for (int i = 0; i < ports.size(); i++) {
            String target = ports.get(i) == null ? null : ports.get(i).getTargetPort();
            if (PortNames.isUnknown(target, names)) {
                context.addProblem("service.ports[" + i + "].targetPort", Messages.PortNames_UnknownPortName(target));
            }
        }
    }
}
