package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;

/** Probes and lifecycle handlers must not name a host, because the kubelet would connect to it from the node. */
final class HandlerHostsCheck {

    private HandlerHostsCheck() {}

    static void run(CheckedPod pod, PodSecurityCheck.Report report) {
        for (CheckedContainer container : pod.containers()) {
            check(container.path() + ".livenessProbe", container.livenessProbe(), report);
            check(container.path() + ".readinessProbe", container.readinessProbe(), report);
            check(container.path() + ".startupProbe", container.startupProbe(), report);
            Lifecycle lifecycle = container.lifecycle();
            if (lifecycle != null) {
                check(container.path() + ".lifecycle.postStart", lifecycle.getPostStart(), report);
                check(container.path() + ".lifecycle.preStop", lifecycle.getPreStop(), report);
            }
        }
    }

    private static void check(String path, Probe probe, PodSecurityCheck.Report report) {
        if (probe != null) {
            check(path, probe.getHttpGet(), probe.getTcpSocket(), report);
        }
    }

    private static void check(String path, LifecycleHandler handler, PodSecurityCheck.Report report) {
        if (handler != null) {
            check(path, handler.getHttpGet(), handler.getTcpSocket(), report);
        }
    }

    private static void check(
            String path, HTTPGetAction httpGet, TCPSocketAction tcpSocket, PodSecurityCheck.Report report) {
        if (httpGet != null) {
            check(path + ".httpGet.host", httpGet.getHost(), report);
        }
        if (tcpSocket != null) {
            check(path + ".tcpSocket.host", tcpSocket.getHost(), report);
        }
    }

    private static void check(String field, String host, PodSecurityCheck.Report report) {
        if (host != null && !host.isEmpty()) {
            report.add(field, Messages.HandlerHostsCheck_host(ViolationText.printable(host)));
        }
    }
}
