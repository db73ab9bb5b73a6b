package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the working directory of a plane. */
record Layout(Path directory) {

    /** Relative to the working directory, in which etcd and the API server run: the path of a socket must be short. */
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

    /** The API server's certificate, followed by that of the authority that it made up for it. */
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

    /** What the API server trusts of those who log in with a certificate. */
    Path clientCertificate() {
        return directory.resolve("client.crt");
    }

    Path kubeconfig() {
        return directory.resolve("kubeconfig.yaml");
    }

    Path auditPolicy() {
        return directory.resolve("audit-policy.yaml");
    }

    /** Relative names in the stages are from the working directory on. */
    Path logs() {
        return directory.resolve("logs");
    }

    Path stages() {
        return directory.resolve("stages");
    }

    /** Writes what must be there before anything starts. A folder used before keeps its cluster. */
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
