package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.deployworkload.client.config.CertificateCredential;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.Credential;
import io.jenkins.plugins.deployworkload.client.config.InClusterConfig;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigException;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigReader;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.config.TokenSourceCredential;
import java.io.IOException;
import java.io.Serializable;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthConfig;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.kubernetes.auth.impl.KubernetesAuthCertificate;
import org.jenkinsci.plugins.kubernetes.auth.impl.KubernetesAuthKeystore;
import org.jenkinsci.plugins.kubernetes.auth.impl.KubernetesAuthKubeconfig;
import org.jenkinsci.plugins.kubernetes.auth.impl.KubernetesAuthToken;

/**
 * Creates the configuration of a connection from a cluster and a credential. The Jenkins plugin kubernetes-credentials
 * converts all types of credentials except kubeconfig files. This class reads kubeconfig files itself, because
 * kubernetes-credentials would run the programs that a kubeconfig names.
 */
final class ConnectionConfigFactory {

    private static final int HTTPS_PORT = 443;

    /** The {@link ConnectionConfig#credentialKey} of the controller's service account. */
    private static final String IN_CLUSTER_KEY = "in-cluster";

    /** How long a token producer may take to produce a token. */
    private static final int TOKEN_TIMEOUT_SECONDS = 10;

    private final Cluster cluster;
    private final KubernetesAuth clusterAuth;
    private final StandardCredentials clusterCredential;

    /** @param clusterCredential the credential of the cluster configuration; {@code null} if it has no credential */
    private ConnectionConfigFactory(Cluster cluster, StandardCredentials clusterCredential) throws AbortException {
        this.cluster = cluster;
        this.clusterCredential = clusterCredential;
        this.clusterAuth = clusterCredential == null ? null : toKubernetesAuth(clusterCredential);
    }

    /**
     * @param clusterCredential the credential of the cluster configuration; {@code null} if it has no credential
     * @param jobCredential the credential that the job uses instead of {@code clusterCredential}; {@code null} for none
     * @throws AbortException if the credential is not usable; the message names the cluster and contains no secret
     */
    static ConnectionConfig of(
            Cluster cluster, StandardCredentials clusterCredential, StandardCredentials jobCredential)
            throws AbortException {
        try {
            return new ConnectionConfigFactory(cluster, clusterCredential).config(jobCredential);
        } catch (AbortException e) {
            throw e;
        } catch (KubeconfigException | IOException | IllegalArgumentException e) {
            throw new ClusterAccessException(
                    Messages._ConnectionConfigFactory_Problem(cluster.getName(), new ExceptionMessage(e)));
        }
    }

    /** The message of an exception, in the language of the user who reads the message. */
    private record ExceptionMessage(Exception exception) implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return exception.getMessage();
        }
    }

    private record Address(String server, String caCertificate) {}

    private ConnectionConfig config(StandardCredentials jobCredential) throws IOException, KubeconfigException {
        Address address = address();
        Credential credential;
        String key;
        if (jobCredential != null) {
            credential = credential(toKubernetesAuth(jobCredential), address);
            key = CredentialKeys.of(jobCredential);
        } else if (cluster.usesInClusterAccount()) {
            credential = new InClusterConfig().credential();
            key = IN_CLUSTER_KEY;
        } else if (clusterAuth != null) {
            credential = credential(clusterAuth, address);
            key = CredentialKeys.of(clusterCredential);
        } else {
            throw new ClusterAccessException(Messages._ConnectionConfigFactory_NoCredential(cluster.getName()));
        }
        return new ConnectionConfig(
                address.server,
                address.caCertificate,
                credential,
                cluster.getNamespace(),
                proxySetting(address.server),
                key);
    }

    /**
     * The server and the CA certificate in the cluster configuration take precedence over those of the kubeconfig or
     * the pod.
     */
    private Address address() throws IOException, KubeconfigException {
        String server = cluster.getServer();
        String caCertificate = cluster.getCaCertificate();
        if (clusterAuth instanceof KubernetesAuthKubeconfig kubeconfig) {
            ConnectionConfig read = KubeconfigReader.read(kubeconfig.getKubeconfig());
            server = server == null ? read.server() : server;
            if (caCertificate == null && isSameServer(server, read.server())) {
                caCertificate = read.caCertificate();
            }
        } else if (cluster.usesInClusterAccount() && server == null) {
            server = new InClusterConfig().server();
            caCertificate = caCertificate == null ? new InClusterConfig().caCertificate() : caCertificate;
        }
        if (server == null) {
            throw new ClusterAccessException(Messages._ConnectionConfigFactory_NoServer(cluster.getName()));
        }
        return new Address(server, caCertificate);
    }

    /** Compares two URLs, and ignores the default port of HTTPS and a slash at the end. */
    static boolean isSameServer(String server, String other) {
        return normalize(server).equals(normalize(other));
    }

    private static URI normalize(String server) {
        String text = server.strip();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        URI uri = URI.create(text.substring(0, end));
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 && scheme.equals("https") ? HTTPS_PORT : uri.getPort();
        return URI.create(scheme + "://" + host + ":" + port + uri.getRawPath());
    }

    private KubernetesAuth toKubernetesAuth(StandardCredentials credential) throws AbortException {
        KubernetesAuth auth = AuthenticationTokens.convert(KubernetesAuth.class, credential);
        if (auth == null) {
            throw new ClusterAccessException(
                    Messages._ConnectionConfigFactory_UnsupportedCredential(cluster.getName()));
        }
        return auth;
    }

    private Credential credential(KubernetesAuth auth, Address address) throws IOException, KubeconfigException {
        return switch (auth) {
            case KubernetesAuthKubeconfig kubeconfig -> {
                ConnectionConfig read = KubeconfigReader.read(kubeconfig.getKubeconfig());
                if (!isSameServer(address.server, read.server())) {
                    // Never send the secret of one server to another.
                    throw new ClusterAccessException(Messages._ConnectionConfigFactory_ServerMismatch(
                            cluster.getName(), address.server, read.server()));
                }
                yield read.credential();
            }
            case KubernetesAuthKeystore store ->
                CertificateCredential.of(
                        store.getKeyStore(),
                        Secret.toString(store.getPassPhraseSecret()).toCharArray());
            case KubernetesAuthCertificate certificate ->
                new CertificateCredential(certificate.getCertificate(), Secret.toString(certificate.getKeySecret()));
            case KubernetesAuthToken token -> {
                // Produce a token now, so that a credential without a token fails before the deploy starts.
                new TokenCredential(token(token, address));
                yield new TokenSourceCredential(() -> token(token, address));
            }
            default ->
                throw new ClusterAccessException(
                        Messages._ConnectionConfigFactory_UnsupportedCredential(cluster.getName()));
        };
    }

    /** Token producers send requests to other servers, and some of them have no timeout. */
    private static String token(KubernetesAuthToken token, Address address) throws IOException {
        try {
            return CompletableFuture.supplyAsync(
                            () -> requestToken(token, address),
                            task -> Thread.ofVirtual().start(task))
                    .orTimeout(TOKEN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IOException(
                    e.getCause() instanceof TimeoutException
                            ? Messages.ConnectionConfigFactory_TokenTimeout(TOKEN_TIMEOUT_SECONDS)
                            : e.getCause().getMessage(),
                    e);
        }
    }

    private static String requestToken(KubernetesAuthToken token, Address address) {
        try {
            String oauthToken = token.decorate(
                            new ConfigBuilder(Config.empty()),
                            new KubernetesAuthConfig(address.server, firstCertificate(address.caCertificate), false))
                    .getOauthToken();
            return oauthToken == null ? "" : oauthToken;
        } catch (KubernetesAuthException e) {
            throw new IllegalStateException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    /** Token producers take a single certificate, in base64 without the BEGIN and END lines. */
    private static String firstCertificate(String pem) {
        return pem == null
                ? null
                : pem.replaceAll("(?s)-----BEGIN[^-]*+-----\\s*+([^-]*+)-----END.*", "$1")
                        .strip();
    }

    private ProxySetting proxySetting(String server) {
        ProxyConfiguration proxy = cluster.usesProxy() ? Jenkins.get().getProxy() : null;
        if (proxy == null || proxy.getName() == null) {
            return new ProxySetting.Direct();
        }
        String host = URI.create(server.strip()).getHost();
        boolean excluded = proxy.createProxy(host.toLowerCase(Locale.ROOT)).type() == Proxy.Type.DIRECT;
        return excluded
                ? new ProxySetting.Direct()
                : new ProxySetting.HttpProxy(
                        proxy.getName(),
                        proxy.getPort(),
                        proxy.getUserName(),
                        Secret.toString(proxy.getSecretPassword()));
    }
}
