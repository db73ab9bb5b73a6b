package io.jenkins.plugins.deployworkload.registry;

import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/**
 * How to reach a registry.
 *
 * @param caCertificate the certificates of the certificate authorities to trust, in PEM; {@code null} to trust the
 *     authorities that the Java runtime trusts
 * @param login the user name and the password; {@code null} to read without a login
 * @param tokenHosts other hosts that may serve the tokens of the registry, and so receive the login
 * @param storageHosts other hosts to which the registry may redirect requests for the configuration of an image. These
 *     requests have no credential. {@code *.example.com} stands for all hosts of a domain
 */
public record RegistrySettings(
        RegistryAddress address,
        String caCertificate,
        Login login,
        Set<String> tokenHosts,
        Set<String> storageHosts,
        ProxySetting proxy) {

    public RegistrySettings {
        tokenHosts = Set.copyOf(tokenHosts);
        storageHosts = Set.copyOf(storageHosts);
    }

    /** A user name and a password. */
    public record Login(String user, String password) {

        String header() {
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** The name of the registry, for messages. */
    public String name() {
        return address.name();
    }
}
