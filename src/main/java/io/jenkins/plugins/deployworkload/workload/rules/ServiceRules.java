package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.controller.JobBase;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.service.ServicePort;
import io.jenkins.plugins.deployworkload.workload.service.ServiceType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the Services against each other, and against the name, the controller and the container ports of the workload. */
public final class ServiceRules {

    private final WorkloadSections workload;
    private final ValidationContext context;
    private final Set<String> names = new HashSet<>();

    public ServiceRules(WorkloadSections workload, ValidationContext context) {
        this.workload = workload;
        this.context = context;
    }

    public void check() {
        checkWorkloadName();
        if (workload.getController() instanceof JobBase) {
            return;
        }
        List<Service> services = workload.getServices();
        for (int i = 0; i < services.size(); i++) {
            if (services.get(i) != null) {
                check(services.get(i), "services[" + i + "].");
            }
        }
    }

    private void check(Service service, String path) {
        String name = service.nameOr(workload.getName());
        if (name != null && !names.add(name)) {
            context.addProblem(path + "name", Messages.ServiceRules_DuplicateName(name));
        }
        boolean alias = service.typeOrDefault() == ServiceType.ExternalName;
        if (service.getSessionAffinity() != null && (alias || workload.isHeadless(service))) {
            context.addProblem(path + "sessionAffinity", Messages.ServiceRules_SessionAffinityWithHeadless());
        }
        if (service.getPorts().isEmpty() && !alias && !workload.isHeadless(service)) {
            context.addProblem(path + "ports", Messages.ServiceRules_NoPort());
        }
        checkTargetPorts(service.getPorts(), path);
    }

    /** A Service without a name has the workload's name, and a Service name is an RFC 1035 label: it starts with a letter. */
    private void checkWorkloadName() {
        String name = workload.getName();
        boolean isServiceName =
                workload.renderedServices().stream().anyMatch(service -> service != null && service.getName() == null);
        if (name == null || name.isEmpty() || !isServiceName) {
            return;
        }
        if (!Character.isLetter(name.charAt(0))) {
            context.addProblem("name", Messages.ServiceRules_NameMustStartWithLetter(name));
        } else if (name.contains(".")) {
            context.addProblem("name", Messages.ServiceRules_NameWithDot(name));
        }
    }

    /**
     * Checks that each named target port is a container port of this workload, because the Service selects no other
     * pods.
     */
    private void checkTargetPorts(List<ServicePort> ports, String path) {
        Set<String> portNames = PortNames.of(workload);
        for (int i = 0; i < ports.size(); i++) {
            String target = ports.get(i) == null ? null : ports.get(i).getTargetPort();
            if (PortNames.isUnknown(target, portNames)) {
                context.addProblem(path + "ports[" + i + "].targetPort", Messages.PortNames_UnknownPortName(target));
            }
        }
    }
}
