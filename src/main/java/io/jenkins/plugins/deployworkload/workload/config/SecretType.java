package io.jenkins.plugins.deployworkload.workload.config;

/**
 * The types of Secrets.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/#secret-types">Types of Secret</a>
 */
public enum SecretType {
    OPAQUE("Opaque"),
    DOCKER_CONFIG_JSON("kubernetes.io/dockerconfigjson"),
    BASIC_AUTH("kubernetes.io/basic-auth"),
    SSH_AUTH("kubernetes.io/ssh-auth"),
    TLS("kubernetes.io/tls");

    private final String apiName;

    SecretType(String apiName) {
        this.apiName = apiName;
    }

    /** The name in the Kubernetes API, which descriptions use. */
    @Override
    public String toString() {
        return apiName;
    }
}
