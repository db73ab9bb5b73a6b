package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.Container;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.ContainerPort;
import io.jenkins.plugins.deployworkload.workload.container.ContainerResizePolicy;
import io.jenkins.plugins.deployworkload.workload.container.ResizeRestartPolicy;
import io.jenkins.plugins.deployworkload.workload.controller.JobBase;
import io.jenkins.plugins.deployworkload.workload.controller.RestartPolicy;
import io.jenkins.plugins.deployworkload.workload.pod.Sysctl;
import io.jenkins.plugins.deployworkload.workload.pod.network.DnsPolicy;
import io.jenkins.plugins.deployworkload.workload.pod.scheduling.TopologySpreadConstraint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks pod-level settings against each other, the containers and the workload type. */
public final class PodSettingsRules {

    private final WorkloadSections workload;
    private final ValidationContext context;

    public PodSettingsRules(WorkloadSections workload, ValidationContext context) {
        this.workload = workload;
        this.context = context;
    }

    public void check() {
        checkController();
        checkDns();
        if (Boolean.TRUE.equals(workload.getShareProcessNamespace()) && Boolean.TRUE.equals(workload.getHostPID())) {
            context.addProblem("shareProcessNamespace", Messages.PodSettingsRules_ShareWithHostPID());
        }
        if (Boolean.TRUE.equals(workload.getHostNetwork())) {
            checkHostPorts();
        }
        checkSysctls();
        checkSpreadConstraints();
    }

    private void checkController() {
        if (workload.getController() instanceof JobBase job) {
            if (!workload.getMatchLabels().isEmpty()) {
                context.addProblem("matchLabels", Messages.PodSettingsRules_SelectorOfJob());
            }
            if (job.getRestartPolicy() == RestartPolicy.Never) {
                checkResizePolicies(workload.getInitContainers(), "initContainers");
                checkResizePolicies(workload.getContainers(), "containers");
            }
        } else if (workload.getController() != null && workload.getActiveDeadlineSeconds() != null) {
            context.addProblem("activeDeadlineSeconds", Messages.PodSettingsRules_OnlyForJobs());
        }
    }

    private void checkResizePolicies(List<? extends ContainerBase> containers, String property) {
        for (int i = 0; i < containers.size(); i++) {
            List<ContainerResizePolicy> policies =
                    containers.get(i) == null ? List.of() : containers.get(i).getResizePolicy();
            for (int j = 0; j < policies.size(); j++) {
                if (policies.get(j) != null
                        && policies.get(j).getRestartPolicy() == ResizeRestartPolicy.RestartContainer) {
                    context.addProblem(
                            property + "[" + i + "].resizePolicy[" + j + "].restartPolicy",
                            Messages.PodSettingsRules_RestartInJob());
                }
            }
        }
    }

    private void checkDns() {
        boolean hasServer = workload.getDnsConfig() != null
                && !workload.getDnsConfig().getNameservers().isEmpty();
        if (workload.getDnsPolicy() == DnsPolicy.None && !hasServer) {
            context.addProblem("dnsConfig.nameservers", Messages.PodSettingsRules_NameServerRequired());
        }
    }

    /** In the network of the node, a container port is a port of the node. The API does not check init containers. */
    private void checkHostPorts() {
        List<Container> containers = workload.getContainers();
        for (int i = 0; i < containers.size(); i++) {
            List<ContainerPort> ports =
                    containers.get(i) == null ? List.of() : containers.get(i).getPorts();
            for (int j = 0; j < ports.size(); j++) {
                ContainerPort port = ports.get(j);
                if (port != null
                        && port.getHostPort() != null
                        && port.getContainerPort() != null
                        && !port.getHostPort().equals(port.getContainerPort())) {
                    context.addProblem(
                            "containers[" + i + "].ports[" + j + "].hostPort",
                            Messages.PodSettingsRules_HostPortDiffers(
                                    port.getHostPort().toString(),
                                    port.getContainerPort().toString()));
                }
            }
        }
    }

    /** A pod with the network or the IPC namespace of the node must not change the parameters of this namespace. */
    private void checkSysctls() {
        List<Sysctl> sysctls = workload.getSecurityContext() == null
                ? List.of()
                : workload.getSecurityContext().getSysctls();
        for (int i = 0; i < sysctls.size(); i++) {
            Sysctl sysctl = sysctls.get(i);
            String path = "securityContext.sysctls[" + i + "].name";
            if (sysctl != null && sysctl.isOfNetwork() && Boolean.TRUE.equals(workload.getHostNetwork())) {
                context.addProblem(path, Messages.PodSettingsRules_SysctlOfNode(sysctl.getName(), "hostNetwork"));
            } else if (sysctl != null && sysctl.isOfIpc() && Boolean.TRUE.equals(workload.getHostIPC())) {
                context.addProblem(path, Messages.PodSettingsRules_SysctlOfNode(sysctl.getName(), "hostIPC"));
            }
        }
    }

    private void checkSpreadConstraints() {
        Set<List<Object>> seen = new HashSet<>();
        List<TopologySpreadConstraint> constraints = workload.getTopologySpreadConstraints();
        for (int i = 0; i < constraints.size(); i++) {
            TopologySpreadConstraint constraint = constraints.get(i);
            if (constraint != null
                    && constraint.getTopologyKey() != null
                    && constraint.getWhenUnsatisfiable() != null
                    && !seen.add(List.of(constraint.getTopologyKey(), constraint.getWhenUnsatisfiable()))) {
                context.addProblem(
                        "topologySpreadConstraints[" + i + "].topologyKey",
                        Messages.PodSettingsRules_DuplicateConstraint(
                                constraint.getTopologyKey(), constraint.getWhenUnsatisfiable()));
            }
        }
    }
}
