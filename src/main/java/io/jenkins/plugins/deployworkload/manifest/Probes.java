package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.jenkins.plugins.deployworkload.workload.ExecProbe;
import io.jenkins.plugins.deployworkload.workload.GrpcProbe;
import io.jenkins.plugins.deployworkload.workload.HttpGetProbe;
import io.jenkins.plugins.deployworkload.workload.TcpSocketProbe;

/** Renders probes. */
final class Probes {

    private Probes() {}

    static Probe of(io.jenkins.plugins.deployworkload.workload.Probe probe) {
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
            case ExecProbe exec -> built.withExec(Actions.exec(exec)).build();
            case HttpGetProbe http -> built.withHttpGet(Actions.httpGet(http)).build();
            case TcpSocketProbe tcp ->
                built.withNewTcpSocket()
                        .withPort(Numbers.orText(tcp.getPort()))
                        .withHost(tcp.getHost())
                        .endTcpSocket()
                        .build();
            case GrpcProbe grpc ->
                built.withNewGrpc(grpc.getPort(), grpc.getService()).build();
        };
    }
}
