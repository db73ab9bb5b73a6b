package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.container.Container;
import io.jenkins.plugins.deployworkload.workload.container.InitContainer;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import io.jenkins.plugins.deployworkload.workload.pod.PodSecurityContext;
import io.jenkins.plugins.deployworkload.workload.pod.network.DnsPolicy;
import io.jenkins.plugins.deployworkload.workload.pod.network.PodDnsConfig;
import io.jenkins.plugins.deployworkload.workload.pod.scheduling.TopologySpreadConstraint;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
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

    /** Null if the description lacks this section. */
    Service getService();

    /** Whether the workload is rendered with a Service. */
    boolean hasService();

    /** Whether the Service is headless. A headless Service gives each pod a DNS name and does no load balancing. */
    boolean headless();
}
