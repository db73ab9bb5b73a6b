package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Command lines of the components.
 *
 * @param port port of the API server
 * @param nodePort kubelet port of all simulated nodes; the API server fetches container logs from this port
 */
record CommandLines(Assets assets, Layout layout, int port, int nodePort, Optional<Path> auditLog) {

    List<String> of(Component component) {
        List<String> command = new ArrayList<>();
        command.add(assets.program(component).toAbsolutePath().toString());
        command.addAll(
                switch (component) {
                    case ETCD -> etcd();
                    case API_SERVER -> apiServer();
                    case CONTROLLER_MANAGER -> controllerManager();
                    case SCHEDULER -> scheduler();
                    case KWOK -> kwok();
                });
        return command;
    }

    private List<String> etcd() {
        String peers = "unix://etcd-peer.sock";
        return List.of(
                "--name=embedded",
                "--data-dir=" + layout.etcdData(),
                // etcd runs without authentication, so it listens on a socket in a private directory.
                "--listen-client-urls=" + Layout.ETCD_SOCKET,
                "--advertise-client-urls=" + Layout.ETCD_SOCKET,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=embedded=" + peers,
                // etcd does not sync writes to the disk: the data need not survive a power failure.
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    private List<String> apiServer() {
        List<String> flags = new ArrayList<>(List.of(
                "--etcd-servers=" + Layout.ETCD_SOCKET,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + layout.certificates(),
                "--token-auth-file=" + layout.tokens(),
                "--client-ca-file=" + layout.clientCertificate(),
                "--authorization-mode=RBAC",
                // kubeadm sets this flag too. Without it, the API server refuses privileged containers.
                "--allow-privileged",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + layout.serviceAccountPublicKey(),
                "--service-account-signing-key-file=" + layout.serviceAccountKey(),
                "--service-cluster-ip-range=10.0.0.0/16",
                // The Service `kubernetes` gets no endpoint: the endpoint would be 127.0.0.1, which pods cannot reach.
                "--endpoint-reconciler-type=none",
                // The API server must use a node's ExternalIP, because nothing listens at the node's other addresses.
                "--kubelet-preferred-address-types=ExternalIP"));
        auditLog.ifPresent(file -> flags.addAll(
                List.of("--audit-policy-file=" + layout.auditPolicy(), "--audit-log-path=" + file.toAbsolutePath())));
        return flags;
    }

    private List<String> controllerManager() {
        return List.of(
                "--kubeconfig=" + layout.kubeconfig(),
                "--controllers=*",
                "--use-service-account-credentials",
                "--leader-elect=false",
                "--secure-port=0",
                "--root-ca-file=" + layout.certificate(),
                "--service-account-private-key-file=" + layout.serviceAccountKey(),
                // The controller evaluates a new HorizontalPodAutoscaler after one period. The default period is 15 s.
                "--horizontal-pod-autoscaler-sync-period=1s",
                "--kube-api-qps=500",
                "--kube-api-burst=1000");
    }

    private List<String> scheduler() {
        return List.of(
                "--kubeconfig=" + layout.kubeconfig(),
                "--leader-elect=false",
                "--secure-port=0",
                "--kube-api-qps=500",
                "--kube-api-burst=1000");
    }

    private List<String> kwok() {
        List<String> flags = new ArrayList<>(List.of(
                "--kubeconfig=" + layout.kubeconfig(),
                "--manage-all-nodes",
                // A node becomes NotReady if its lease is not renewed for 40 s.
                "--node-lease-duration-seconds=40",
                "--node-ip=10.128.0.1",
                "--node-port=" + nodePort,
                "--server-address=127.0.0.1:" + nodePort,
                "--cidr=10.64.0.0/16"));
        Stages.FILES.forEach(name -> flags.add("--config=" + layout.stages().resolve(name)));
        return flags;
    }
}
