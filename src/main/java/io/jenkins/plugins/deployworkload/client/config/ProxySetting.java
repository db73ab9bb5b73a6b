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
     * An HTTP proxy. The proxy sees the name and port of the server. TLS encrypts the content.
     *
     * @param user for {@code Basic} authentication; {@code null} for none. By default, the Java runtime does not send it through
     *     a tunnel: its property {@code jdk.http.auth.tunneling.disabledSchemes} names {@code Basic} (<a href="https://docs.oracle.com/en/java/javase/21/core/java-networking.html">Java networking</a>)
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

    /** All values that distinguish two settings, including secrets. Use them for hashing only. */
    List<String> keyParts();
}
