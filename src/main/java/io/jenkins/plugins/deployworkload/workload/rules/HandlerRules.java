package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.Workload;
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

/** What probes and hooks ask of their container and of the pod. */
final class HandlerRules {

    /** What the API takes for a grace period that was not said, in seconds. */
    private static final long DEFAULT_GRACE_PERIOD_SECONDS = 30;

    private final ContainerBase container;
    private final String path;
    private final ValidationContext report;
    private final Set<String> portNames;
    private final long gracePeriodSeconds;

    HandlerRules(Workload workload, ContainerBase container, String path, ValidationContext report) {
        this.container = container;
        this.path = path;
        this.report = report;
        portNames = PortNames.of(List.of(container));
        Long said = workload.getTerminationGracePeriodSeconds();
        gracePeriodSeconds = said == null ? DEFAULT_GRACE_PERIOD_SECONDS : said;
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

    private void checkProbe(Probe probe, String at) {
        switch (probe == null ? null : probe.getHandler()) {
            case HttpGetProbe http -> checkPortName(http.getPort(), at + ".httpGet.port");
            case TcpSocketProbe tcp -> checkPortName(tcp.getPort(), at + ".tcpSocket.port");
            case ExecProbe ignored -> {}
            case GrpcProbe ignored -> {}
            case null -> {}
        }
    }

    private void checkHook(HookHandler handler, String at) {
        switch (handler) {
            case HttpGetHook http -> checkPortName(http.getPort(), at + ".httpGet.port");
            case SleepHook sleep -> {
                Long seconds = sleep.getSeconds();
                if (seconds != null && seconds > gracePeriodSeconds) {
                    report.addProblem(
                            path + "." + at + ".sleep.seconds",
                            Messages.HandlerRules_GracePeriod(seconds.toString(), Long.toString(gracePeriodSeconds)));
                }
            }
            case ExecHook ignored -> {}
            case null -> {}
        }
    }

    /** The node looks for the name among the ports of this very container. */
    private void checkPortName(String numberOrName, String at) {
        if (PortNames.isMissing(numberOrName, portNames)) {
            report.addProblem(path + "." + at, Messages.PortNames_Missing(numberOrName));
        }
    }
}
