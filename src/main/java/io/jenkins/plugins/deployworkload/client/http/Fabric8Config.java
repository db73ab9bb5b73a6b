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
     * The limit for all attempts of a request together, until the last response has been read. {@link #REQUEST_TIMEOUT}
     * is the limit of one attempt, until the response headers arrive.
     */
    static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(70);

    /**
     * Number of retries after status 429, status 5xx and broken connections. The waits before three retries are 0.7 s
     * in total. With fabric8's default of ten retries, they would be 19 s in total.
     */
    private static final int RETRIES = 3;

    private Fabric8Config() {}

    public static Config of(ConnectionConfig config) {
        // Config.empty() keeps fabric8 from reading environment variables, the home directory and the pod's service
        // account.
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
