package io.jenkins.plugins.deployworkload.client.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Connects with the service account of the pod in which this process runs. The kubelet mounts the token and the CA
 * certificate as files, and renews the token while the pod runs (<a
 * href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">Access the API from a pod</a>).
 */
public final class InClusterConfig {

    private static final String DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final String directory;
    private final Map<String, String> environment;

    public InClusterConfig() {
        this(DIRECTORY, System.getenv());
    }

    InClusterConfig(String directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** @throws IOException if this process does not run in a pod, or no service account token is mounted in the pod */
    public Credential credential() throws IOException {
        read("token");
        return new TokenSourceCredential(() -> read("token"));
    }

    /** The address of the API server of the pod's own cluster. */
    public String server() throws IOException {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new IOException(
                    Messages.InClusterConfig_notInPod("KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT"));
        }
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The certificate of the cluster's certificate authority, in PEM. */
    public String caCertificate() throws IOException {
        return read("ca.crt");
    }

    private String read(String name) throws IOException {
        Path file = Path.of(directory, name);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IOException(Messages.InClusterConfig_notInPod(file), e);
        }
    }
}
