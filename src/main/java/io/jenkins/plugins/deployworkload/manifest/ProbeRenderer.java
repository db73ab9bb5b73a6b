package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.jenkins.plugins.deployworkload.manifest.value.Numbers;
import io.jenkins.plugins.deployworkload.workload.container.handler.ExecProbe;
import io.jenkins.plugins.deployworkload.workload.container.handler.GrpcProbe;
import io.jenkins.plugins.deployworkload.workload.container.handler.HttpGetProbe;
import io.jenkins.plugins.deployworkload.workload.container.handler.TcpSocketProbe;

/** Renders probes. */
final class ProbeRenderer {

    private ProbeRenderer() {}

    static Probe render(io.jenkins.plugins.deployworkload.workload.container.handler.Probe probe) {
        if (probe == null) {
            return null;
        }
        ProbeBuilder built = new ProbeBuilder()
                .withInitialDelaySeconds(probe.getInitialDelaySeconds())
                .withPeriodSeconds(probe.getPeriodSeconds())
                .withTimeoutSeconds(probe.getTimeoutSeconds())
                .withSuccessThreshold(probe.getSuccessThreshold())
                .withFailureThreshold(probe.getFailureThreshold());
        return switch (probe.getHandler()) {
            case ExecProbe exec -> built.withExec(ActionRenderer.exec(exec)).build();
            case HttpGetProbe http ->
                built.withHttpGet(ActionRenderer.httpGet(http)).build();
            case TcpSocketProbe tcp ->
                built.withNewTcpSocket()
                        .withPort(Numbers.intOrString(tcp.getPort()))
                        .withHost(tcp.getHost())
                        .endTcpSocket()
                        .build();
            case GrpcProbe grpc ->
                built.withNewGrpc(grpc.getPort(), grpc.getService()).build();
        };
    }
}
