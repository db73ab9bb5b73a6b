package io.jenkins.plugins.deployworkload.client.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The settings of a connection to an API server: address, trusted certificates, credential, proxy.
 *
 * @param server the address, {@code https://host[:port][/path]}; {@code http} is allowed only for the loopback
 *     interface, because {@code http} sends the credential unencrypted
 * @param caCertificate the certificates of the certificate authorities to trust, in PEM; {@code null} to trust the
 *     authorities that the Java runtime trusts
 * @param credential authenticates the requests
 * @param namespace the default namespace; never blank
 * @param proxy how to reach the server
 * @param credentialKey identifies the credential in {@link #key()}, so that a connection stays shared when the secret
 *     of the credential changes; {@code null} to identify the credential by its secret
 */
public record ConnectionConfig(
        String server,
        String caCertificate,
        Credential credential,
        String namespace,
        ProxySetting proxy,
        String credentialKey) {

    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * @throws IllegalArgumentException if the server's address or the CA certificate is invalid; the message gives the
     *     reason
     */
    public ConnectionConfig {
        server = checkServer(server);
        if (caCertificate != null && caCertificate.isBlank()) {
            caCertificate = null;
        }
        if (caCertificate != null) {
            Certificates.check(caCertificate, Messages.ConnectionConfig_unreadableCaCertificate());
        }
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(proxy, "proxy");
        namespace = namespace == null || namespace.isBlank() ? "default" : namespace.strip();
    }

    public ConnectionConfig(
            String server, String caCertificate, Credential credential, String namespace, ProxySetting proxy) {
        this(server, caCertificate, credential, namespace, proxy, null);
    }

    /** A configuration with the namespace {@code default} and the proxy settings of the Java runtime. */
    public ConnectionConfig(String server, String caCertificate, Credential credential) {
        this(server, caCertificate, credential, null, new ProxySetting.JavaDefault());
    }

    public ConnectionConfig withNamespace(String other) {
        return new ConnectionConfig(server, caCertificate, credential, other, proxy, credentialKey);
    }

    private static String checkServer(String text) {
        try {
            URI uri = new URI(text == null ? "" : text.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean plain = uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (uri.getHost() == null || !plain || !Set.of("http", "https").contains(scheme)) {
                throw new IllegalArgumentException(Messages.ConnectionConfig_invalidServer());
            }
            if (scheme.equals("http") && !LOOPBACK_HOSTS.contains(uri.getHost())) {
                throw new IllegalArgumentException(Messages.ConnectionConfig_plainHttp(uri.getHost()));
            }
            String address = uri.toString();
            return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        } catch (URISyntaxException e) {
            // Omit the cause, because its message quotes the address, which may contain a password before the host.
            throw new IllegalArgumentException(Messages.ConnectionConfig_invalidServer());
        }
    }

    /**
     * A hexadecimal SHA-256 hash of server, CA certificate, proxy and credential. Configurations with the same key
     * share a connection. The key omits the default namespace, because connections do not depend on the default
     * namespace.
     */
    public String key() {
        List<String> parts = new ArrayList<>(List.of(server, String.valueOf(caCertificate)));
        parts.addAll(proxy.keyParts());
        parts.addAll(credentialKey == null ? credential.keyParts() : List.of("key", credentialKey));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // The length comes before each part, so that the parts "ab", "c" and the parts "a", "bc" have different
                // hashes.
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "ConnectionConfig[server=" + server + ", namespace=" + namespace + ", credential=" + credential + "]";
    }
}
