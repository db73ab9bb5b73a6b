package io.jenkins.plugins.deployworkload.client.config;

import java.util.List;

/** How to get to the server. */
public sealed interface ProxySetting {

    /** Without a proxy. */
    record Direct() implements ProxySetting {
        @Override
        public List<String> keyParts() {
            return List.of("direct");
        }
    }

    /** As the Java runtime is set to, by {@code https.proxyHost} and the like. */
    record JavaDefault() implements ProxySetting {
        @Override
        public List<String> keyParts() {
            return List.of("java");
        }
    }

    /**
     * Through an HTTP proxy, which sees the server's name and port, and nothing of what is said.
     *
     * @param user for {@code Basic} authentication; {@code null} for none. A Java runtime sends it through a tunnel only
     *     where its property {@code jdk.http.auth.tunneling.disabledSchemes} does not name {@code Basic}, as it does by
     *     default (<a href="https://docs.oracle.com/en/java/javase/21/core/java-networking.html">Java networking</a>)
     */
    record HttpProxy(String host, int port, String user, String password) implements ProxySetting {
        @Override
        public List<String> keyParts() {
            return List.of("proxy", host, String.valueOf(port), String.valueOf(user), String.valueOf(password));
        }

        @Override
        public String toString() {
            return "Proxy[" + host + ":" + port + "]";
        }
    }

    /** All that makes two routes different, secrets included: for hashing, not for showing. */
    List<String> keyParts();
}
