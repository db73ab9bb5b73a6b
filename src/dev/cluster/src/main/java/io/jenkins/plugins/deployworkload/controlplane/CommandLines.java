package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the programs are called.
 *
 * @param port of the API server
 * @param nodePort of all kubelets in one, where the API server fetches logs
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
                // A socket in a private folder, as etcd asks nobody for a password.
                "--listen-client-urls=" + Layout.ETCD_SOCKET,
                "--advertise-client-urls=" + Layout.ETCD_SOCKET,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=embedded=" + peers,
                // The data need not survive a power cut.
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
                // As kubeadm and the like set it: otherwise no workload could ask for it.
                "--allow-privileged",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + layout.serviceAccountPublicKey(),
                "--service-account-signing-key-file=" + layout.serviceAccountKey(),
                "--service-cluster-ip-range=10.0.0.0/16",
                // Nobody reaches 127.0.0.1 through the Service `kubernetes`.
                "--endpoint-reconciler-type=none",
                // The nodes' other addresses are made up.
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
                // The first look at what an autoscaler goes by comes after one period, 15 seconds otherwise.
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
                // Without leases the nodes count as lost after 40 seconds.
                "--node-lease-duration-seconds=40",
                "--node-ip=10.128.0.1",
                "--node-port=" + nodePort,
                "--server-address=127.0.0.1:" + nodePort,
                "--cidr=10.64.0.0/16"));
        Stages.FILES.forEach(name -> flags.add("--config=" + layout.stages().resolve(name)));
        return flags;
    }
}
