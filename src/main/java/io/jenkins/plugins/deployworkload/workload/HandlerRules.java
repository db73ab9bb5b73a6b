package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Report;
import java.util.List;
import java.util.Set;

/** What probes and hooks ask of their container and of the pod. */
final class HandlerRules {

    /** What the API takes for a grace period that was not said, in seconds. */
    private static final long DEFAULT_GRACE = 30;

    private final ContainerBase container;
    private final String path;
    private final Report report;
    private final Set<String> portNames;
    private final long grace;

    HandlerRules(Workload workload, ContainerBase container, String path, Report report) {
        this.container = container;
        this.path = path;
        this.report = report;
        portNames = PortNames.of(List.of(container));
        Long said = workload.getTerminationGracePeriodSeconds();
        grace = said == null ? DEFAULT_GRACE : said;
    }

    void check() {
        probe(container.getLivenessProbe(), "livenessProbe");
        probe(container.getReadinessProbe(), "readinessProbe");
        probe(container.getStartupProbe(), "startupProbe");
        if (container.getLifecycle() != null) {
            hook(container.getLifecycle().getPostStart(), "lifecycle.postStart");
            hook(container.getLifecycle().getPreStop(), "lifecycle.preStop");
        }
    }

    private void probe(Probe probe, String at) {
        switch (probe == null ? null : probe.getHandler()) {
            case HttpGetProbe http -> port(http.getPort(), at + ".httpGet.port");
            case TcpSocketProbe tcp -> port(tcp.getPort(), at + ".tcpSocket.port");
            case ExecProbe ignored -> {}
            case GrpcProbe ignored -> {}
            case null -> {}
        }
    }

    private void hook(HookHandler handler, String at) {
        switch (handler) {
            case HttpGetHook http -> port(http.getPort(), at + ".httpGet.port");
            case SleepHook sleep -> {
                Long seconds = sleep.getSeconds();
                if (seconds != null && seconds > grace) {
                    report.problem(
                            path + "." + at + ".sleep.seconds",
                            Messages.SleepHook_Grace(seconds.toString(), Long.toString(grace)));
                }
            }
            case ExecHook ignored -> {}
            case null -> {}
        }
    }

    /** The node looks for the name among the ports of this very container. */
    private void port(String numberOrName, String at) {
        if (PortNames.isMissing(numberOrName, portNames)) {
            report.problem(path + "." + at, Messages.PortNames_Missing(numberOrName));
        }
    }
}
