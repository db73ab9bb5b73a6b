package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.ContainerBase;
import io.jenkins.plugins.deployworkload.workload.container.handler.ExecHook;
import io.jenkins.plugins.deployworkload.workload.container.handler.ExecProbe;
import io.jenkins.plugins.deployworkload.workload.container.handler.GrpcProbe;
import io.jenkins.plugins.deployworkload.workload.container.handler.HookHandler;
import io.jenkins.plugins.deployworkload.workload.container.handler.HttpGetHook;
import io.jenkins.plugins.deployworkload.workload.container.handler.HttpGetProbe;
import io.jenkins.plugins.deployworkload.workload.container.handler.Probe;
import io.jenkins.plugins.deployworkload.workload.container.handler.SleepHook;
import io.jenkins.plugins.deployworkload.workload.container.handler.TcpSocketProbe;
import java.util.List;
import java.util.Set;

/** Checks probes and lifecycle hooks against the ports of their container and the grace period of the pod. */
final class HandlerRules {

    /** The default of {@code terminationGracePeriodSeconds} in the Kubernetes API. */
    private static final long DEFAULT_GRACE_PERIOD_SECONDS = 30;

    private final ContainerBase container;
    private final String path;
    private final ValidationContext context;
    private final Set<String> portNames;
    private final long gracePeriodSeconds;

    HandlerRules(WorkloadSections workload, ContainerBase container, String path, ValidationContext context) {
        this.container = container;
        this.path = path;
        this.context = context;
        portNames = PortNames.of(List.of(container));
        Long configured = workload.getTerminationGracePeriodSeconds();
        gracePeriodSeconds = configured == null ? DEFAULT_GRACE_PERIOD_SECONDS : configured;
    }

    void check() {
        checkProbe(container.getLivenessProbe(), "livenessProbe");
        checkProbe(container.getReadinessProbe(), "readinessProbe");
        checkProbe(container.getStartupProbe(), "startupProbe");
        if (container.getLifecycle() != null) {
            checkHook(container.getLifecycle().getPostStart(), "lifecycle.postStart");
            checkHook(container.getLifecycle().getPreStop(), "lifecycle.preStop");
        }
    }

    private void checkProbe(Probe probe, String relativePath) {
        switch (probe == null ? null : probe.getHandler()) {
            case HttpGetProbe http -> checkPortName(http.getPort(), relativePath + ".httpGet.port");
            case TcpSocketProbe tcp -> checkPortName(tcp.getPort(), relativePath + ".tcpSocket.port");
            case ExecProbe ignored -> {}
            case GrpcProbe ignored -> {}
            case null -> {}
        }
    }

    private void checkHook(HookHandler handler, String relativePath) {
        switch (handler) {
            case HttpGetHook http -> checkPortName(http.getPort(), relativePath + ".httpGet.port");
            case SleepHook sleep -> {
                Long seconds = sleep.getSeconds();
                if (seconds != null && seconds > gracePeriodSeconds) {
                    context.addProblem(
                            path + "." + relativePath + ".sleep.seconds",
                            Messages.HandlerRules_SleepExceedsGracePeriod(
                                    seconds.toString(), Long.toString(gracePeriodSeconds)));
                }
            }
            case ExecHook ignored -> {}
            case null -> {}
        }
    }

    /**
     * Checks a port name against the ports of the same container only, because the kubelet looks up the name only
     * there.
     */
    private void checkPortName(String numberOrName, String relativePath) {
        if (PortNames.isUnknown(numberOrName, portNames)) {
            context.addProblem(path + "." + relativePath, Messages.PortNames_UnknownPortName(numberOrName));
        }
    }
}
