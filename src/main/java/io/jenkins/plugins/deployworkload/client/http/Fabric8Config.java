package io.jenkins.plugins.deployworkload.client.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.deployworkload.client.config.CertificateCredential;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.config.TokenSourceCredential;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Converts a {@link ConnectionConfig} to fabric8's configuration. */
public final class Fabric8Config {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /**
     * The number of fabric8's retries of a request that opens a watch. {@link RetryingSender} sends all other requests,
     * and retries them itself. fabric8 retries after 429, 5xx and broken connections, and waits 0.1, 0.2 and 0.4 s. Its
     * default of ten retries takes 19 s.
     */
    private static final int RETRIES = 3;

    private Fabric8Config() {}

    public static Config of(ConnectionConfig config) {
        // An empty configuration ignores the environment variables, home directory and service account of this process.
        ConfigBuilder builder = new ConfigBuilder(Config.empty())
                .withAutoConfigure(false)
                .withMasterUrl(config.server() + "/")
                .withNamespace(config.namespace())
                .withConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withRequestRetryBackoffLimit(RETRIES)
                .withOnlyHttpWatches(true)
                .withUserAgent("deploy-workload");
        if (config.caCertificate() != null) {
            builder.withCaCertData(base64(config.caCertificate()));
        }
        switch (config.credential()) {
            case TokenCredential credential -> builder.withOauthToken(credential.token());
            case TokenSourceCredential credential -> builder.withOauthTokenProvider(credential::token);
            case CertificateCredential credential ->
                builder.withClientCertData(base64(credential.certificate()))
                        .withClientKeyData(base64(credential.key()))
                        .withClientKeyAlgo(credential.algorithm());
        }
        return builder.build();
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
