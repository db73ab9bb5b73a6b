package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.container.Container;
import io.jenkins.plugins.deployworkload.workload.container.InitContainer;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.disruption.PodDisruptionBudget;
import io.jenkins.plugins.deployworkload.workload.pod.PodSecurityContext;
import io.jenkins.plugins.deployworkload.workload.pod.network.DnsPolicy;
import io.jenkins.plugins.deployworkload.workload.pod.network.PodDnsConfig;
import io.jenkins.plugins.deployworkload.workload.pod.scheduling.TopologySpreadConstraint;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sections of a workload that the rules of this package compare. In a list, an invalid element is null; the {@link
 * io.jenkins.plugins.deployworkload.workload.binding.Binder} has already reported it.
 */
public interface WorkloadSections {

    String getName();

    String getHostname();

    /** In seconds; null for the default of the Kubernetes API. */
    Long getTerminationGracePeriodSeconds();

    Map<String, String> getMatchLabels();

    Boolean getHostNetwork();

    Boolean getHostPID();

    Boolean getHostIPC();

    Boolean getShareProcessNamespace();

    DnsPolicy getDnsPolicy();

    PodDnsConfig getDnsConfig();

    PodSecurityContext getSecurityContext();

    List<TopologySpreadConstraint> getTopologySpreadConstraints();

    /** In seconds; null for no deadline. */
    Long getActiveDeadlineSeconds();

    /** Null if the description lacks this section; the binder has already reported the missing section. */
    Controller getController();

    List<InitContainer> getInitContainers();

    List<Container> getContainers();

    List<Volume> getVolumes();

    List<Service> getServices();

    /** The YAML of further Kubernetes objects. */
    List<String> getObjects();

    /** Null if the description lacks this section. */
    PodDisruptionBudget getPodDisruptionBudget();

    /** Whether a Service is headless. A headless Service gives each pod a DNS name and does no load balancing. */
    default boolean isHeadless(Service service) {
        return service.headless(getController() != null && getController().headless());
    }

    /**
     * The name of the Service that gives the pods of a StatefulSet their DNS names: the given name, or else the first
     * headless Service, or else the name of the workload.
     */
    default String governingServiceName(StatefulSet controller) {
        return controller.getServiceName() != null
                ? controller.getServiceName()
                : getServices().stream()
                        .filter(service -> service != null && isHeadless(service))
                        .findFirst()
                        .map(service -> service.nameOr(getName()))
                        .orElse(getName());
    }

    /**
     * The Services to render. A StatefulSet whose governing Service has the name of the workload always has this
     * Service: if neither the Services nor the further objects of the description have it, it is headless and has no
     * ports.
     */
    default List<Service> renderedServices() {
        boolean implied = getController() instanceof StatefulSet controller
                && governingServiceName(controller) != null
                && governingServiceName(controller).equals(getName())
                && getServices().stream()
                        .noneMatch(service -> service != null && getName().equals(service.nameOr(getName())))
                && RawObject.of(getObjects()).stream()
                        .noneMatch(raw -> raw.tree().path("kind").asText().equals("Service")
                                && raw.tree().at("/metadata/name").asText().equals(getName()));
        List<Service> rendered = new ArrayList<>(implied ? List.of(new Service()) : List.of());
        rendered.addAll(getServices());
        return rendered;
    }
}
