package io.jenkins.plugins.deployworkload.client.config;

import java.util.List;

/** How to reach the API server: directly, with the settings of the Java runtime, or through an HTTP proxy. */
public sealed interface ProxySetting {

    /** No proxy. */
    record Direct() implements ProxySetting {
        @Override
        public List<String> keyParts() {
            return List.of("direct");
        }
    }

    /** The settings of the Java runtime, such as {@code https.proxyHost}. */
    record JavaDefault() implements ProxySetting {
        @Override
        public List<String> keyParts() {
            return List.of("java");
        }
    }

    /**
     * An HTTP proxy. The proxy sees only the host name and port of the server, because TLS encrypts requests and
     * responses.
     *
     * @param user the user name for {@code Basic} authentication; {@code null} for no authentication. By default, the
     *     Java property {@code jdk.http.auth.tunneling.disabledSchemes} disables {@code Basic} authentication for HTTPS
     *     through a proxy (<a href="https://docs.oracle.com/en/java/javase/21/core/java-networking.html">Java
     *     networking</a>)
     */
    record HttpProxy(String host, int port, String user, String password) implements ProxySetting {
        @Override
        public List<String> keyParts() {
            return List.of("proxy", host, String.valueOf(port), String.valueOf(user), String.valueOf(password));
        }

        @Override
        public String toString() {
            return "HttpProxy[" + host + ":" + port + "]";
        }
    }

    /**
     * All values that distinguish this setting from other settings, including the password. Use the values only for
     * hashing.
     */
    List<String> keyParts();
}
