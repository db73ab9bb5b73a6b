package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths in the working directory of a control plane. */
record Layout(Path directory) {

    /**
     * Address of the socket of etcd. The path is relative to the working directory of etcd and the API server, because
     * the path of a socket is limited to about 100 characters.
     */
    static final String ETCD_SOCKET = "unix://etcd.sock";

    Path log(Component component) {
        return directory.resolve(component.binary() + ".log");
    }

    Path etcdData() {
        return directory.resolve("etcd");
    }

    Path certificates() {
        return directory.resolve("certificates");
    }

    /** The API server's certificate, followed by the certificate of its generated CA. */
    Path certificate() {
        return certificates().resolve("apiserver.crt");
    }

    Path serviceAccountKey() {
        return directory.resolve("service-accounts.key");
    }

    Path serviceAccountPublicKey() {
        return directory.resolve("service-accounts.pub");
    }

    Path tokens() {
        return directory.resolve("tokens.csv");
    }

    /** CA file for client certificates. */
    Path clientCertificate() {
        return directory.resolve("client.crt");
    }

    Path kubeconfig() {
        return directory.resolve("kubeconfig.yaml");
    }

    Path auditPolicy() {
        return directory.resolve("audit-policy.yaml");
    }

    /** Log files of the containers. Paths in {@code stages/logs.yaml} are relative to the working directory. */
    Path logs() {
        return directory.resolve("logs");
    }

    Path stages() {
        return directory.resolve("stages");
    }

    /**
     * Writes all files that the components need. If the directory already contains the data of a cluster, the data is
     * kept.
     */
    void prepare(Users users) throws IOException {
        Files.createDirectories(certificates());
        Files.createDirectories(stages());
        Files.createDirectories(logs());
        if (!Files.exists(serviceAccountPublicKey())) {
            ServiceAccountKeys.write(serviceAccountKey(), serviceAccountPublicKey());
        }
        Folders.writePrivate(tokens(), users.toCsv());
        Files.writeString(clientCertificate(), users.certificate().certificate());
        Stages.unpack(stages());
        ContainerLogs.write(logs());
        Files.writeString(auditPolicy(), """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                - level: Metadata
                """);
    }
}
