package io.jenkins.plugins.deployworkload.workload.service;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks which properties of a Service its type allows, as the API server's {@code validateService} does. */
final class ServiceTypeRules {

    private final Service service;
    private final ServiceType type;
    private final ValidationContext context;

    ServiceTypeRules(Service service, ValidationContext context) {
        this.service = service;
        this.context = context;
        type = service.typeOrDefault();
    }

    void check() {
        if (type == ServiceType.ExternalName && service.getExternalName() == null) {
            context.addProblem("externalName", Messages.ServiceTypeRules_ExternalNameRequired());
        }
        checkType("externalName", service.getExternalName(), ServiceType.ExternalName);
        checkType(
                "externalTrafficPolicy",
                service.getExternalTrafficPolicy(),
                ServiceType.NodePort,
                ServiceType.LoadBalancer);
        checkType("loadBalancerClass", service.getLoadBalancerClass(), ServiceType.LoadBalancer);
        checkType("loadBalancerIP", service.getLoadBalancerIP(), ServiceType.LoadBalancer);
        checkType("loadBalancerSourceRanges", service.getLoadBalancerSourceRanges(), ServiceType.LoadBalancer);
        checkType(
                "allocateLoadBalancerNodePorts", service.getAllocateLoadBalancerNodePorts(), ServiceType.LoadBalancer);
        checkType("healthCheckNodePort", service.getHealthCheckNodePort(), ServiceType.LoadBalancer);
        List<ServicePort> ports = service.getPorts();
        for (int i = 0; i < ports.size(); i++) {
            Integer nodePort = ports.get(i) == null ? null : ports.get(i).getNodePort();
            checkType("ports[" + i + "].nodePort", nodePort, ServiceType.NodePort, ServiceType.LoadBalancer);
        }
        checkHealthCheck();
        checkAddresses();
    }

    private void checkType(String property, Object value, ServiceType... allowed) {
        if (value != null && !List.of().equals(value) && !Arrays.asList(allowed).contains(type)) {
            String types = Arrays.stream(allowed).map(ServiceType::toString).collect(Collectors.joining(", "));
            context.addProblem(property, Messages.ServiceTypeRules_WrongType(types, type));
        }
    }

    private void checkHealthCheck() {
        if (service.getHealthCheckNodePort() != null
                && type == ServiceType.LoadBalancer
                && service.getExternalTrafficPolicy() != TrafficPolicy.Local) {
            context.addProblem("healthCheckNodePort", Messages.ServiceTypeRules_HealthCheckWithoutLocal());
        }
    }

    private void checkAddresses() {
        if (type == ServiceType.ExternalName) {
            Set<ServiceType> others = EnumSet.complementOf(EnumSet.of(type));
            ServiceType[] allowed = others.toArray(ServiceType[]::new);
            checkType("clusterIP", service.getClusterIP(), allowed);
            checkType("ipFamilyPolicy", service.getIpFamilyPolicy(), allowed);
            checkType("ipFamilies", service.getIpFamilies(), allowed);
            // The API server drops it.
            checkType("internalTrafficPolicy", service.getInternalTrafficPolicy(), allowed);
        } else if (ServiceBase.HEADLESS.equals(service.getClusterIP())) {
            checkType("clusterIP", service.getClusterIP(), ServiceType.ClusterIP);
        }
        List<IpFamily> families = service.getIpFamilies();
        if (new HashSet<>(families).size() < families.size()) {
            context.addProblem("ipFamilies", Messages.ServiceTypeRules_DuplicateFamily());
        } else if (families.size() > 1 && service.getIpFamilyPolicy() == IpFamilyPolicy.SingleStack) {
            context.addProblem("ipFamilies", Messages.ServiceTypeRules_TwoFamilies());
        }
    }
}
