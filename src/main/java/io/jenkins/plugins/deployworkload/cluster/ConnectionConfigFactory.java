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
 * Makes a connection's settings of a cluster and a credential. What a credential is for is left to the plugin
 * kubernetes-credentials, which knows makers of tokens, except that a kubeconfig is read here: that plugin would run the
 * programs that it names.
 */
final class ConnectionConfigFactory {

    private static final int HTTPS_PORT = 443;

    /** The key of the controller's service account. */
    private static final String OWN_ACCOUNT = "own account";

    /** For a maker of tokens. */
    private static final int TOKEN_TIMEOUT_SECONDS = 10;

    private final Cluster cluster;
    private final KubernetesAuth clusterAuth;
    private final StandardCredentials ownCredentials;

    /** @param own the cluster's own credential; null where it has none */
    private ConnectionConfigFactory(Cluster cluster, StandardCredentials own) throws AbortException {
        this.cluster = cluster;
        this.ownCredentials = own;
        this.clusterAuth = own == null ? null : toKubernetesAuth(own);
    }

    /**
     * @param own the cluster's own credential; null where it has none
     * @param job the one to use in its place; null for none
     * @throws AbortException with a sentence that names the cluster and holds no secret
     */
    static ConnectionConfig of(Cluster cluster, StandardCredentials own, StandardCredentials job)
            throws AbortException {
        try {
            return new ConnectionConfigFactory(cluster, own).config(job);
        } catch (AbortException e) {
            throw e;
        } catch (KubeconfigException | IOException | IllegalArgumentException e) {
            throw new ClusterAccessException(
                    Messages._ConnectionConfigFactory_Problem(cluster.getName(), new ExceptionMessage(e)));
        }
    }

    /** A problem's message, worded when it is read. */
    private record ExceptionMessage(Exception exception) implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return exception.getMessage();
        }
    }

    private record Address(String server, String caCertificate) {}

    private ConnectionConfig config(StandardCredentials job) throws IOException, KubeconfigException {
        Address address = address();
        Credential credential;
        String key;
        if (job != null) {
            credential = credential(toKubernetesAuth(job), address);
            key = CredentialKeys.of(job);
        } else if (cluster.usesInClusterAccount()) {
            credential = new InClusterConfig().credential();
            key = OWN_ACCOUNT;
        } else if (clusterAuth != null) {
            credential = credential(clusterAuth, address);
            key = CredentialKeys.of(ownCredentials);
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

    /** Where the cluster is: what is configured goes before what the account brings along. */
    private Address address() throws IOException, KubeconfigException {
        String server = cluster.getServer();
        String authority = cluster.getCaCertificate();
        if (clusterAuth instanceof KubernetesAuthKubeconfig kubeconfig) {
            ConnectionConfig read = KubeconfigReader.read(kubeconfig.getKubeconfig());
            server = server == null ? read.server() : server;
            authority = authority == null && isSameServer(server, read.server()) ? read.caCertificate() : authority;
        } else if (cluster.usesInClusterAccount() && server == null) {
            server = new InClusterConfig().server();
            authority = authority == null ? new InClusterConfig().caCertificate() : authority;
        }
        if (server == null) {
            throw new ClusterAccessException(Messages._ConnectionConfigFactory_NoServer(cluster.getName()));
        }
        return new Address(server, authority);
    }

    /** Whether both addresses are the same server's: the port of HTTPS may be left out, and a slash at the end. */
    static boolean isSameServer(String server, String other) {
        return normalize(server).equals(normalize(other));
    }

    private static URI normalize(String server) {
        String written = server.strip();
        int end = written.length();
        while (end > 0 && written.charAt(end - 1) == '/') {
            end--;
        }
        URI uri = URI.create(written.substring(0, end));
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
                    // Its secret is for that server, and not to be shown to another one.
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
                // Whoever cannot have a token is told so before anything else is done.
                new TokenCredential(token(token, address));
                yield new TokenSourceCredential(() -> token(token, address));
            }
            default ->
                throw new ClusterAccessException(
                        Messages._ConnectionConfigFactory_UnsupportedCredential(cluster.getName()));
        };
    }

    /** Makers of tokens ask other servers, and not all of them give up by themselves. */
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
            String made = token.decorate(
                            new ConfigBuilder(Config.empty()),
                            new KubernetesAuthConfig(address.server, firstCertificate(address.caCertificate), false))
                    .getOauthToken();
            return made == null ? "" : made;
        } catch (KubernetesAuthException e) {
            throw new IllegalStateException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    /** Makers of tokens take one certificate, in base64 without the lines around it. */
    private static String firstCertificate(String pem) {
        return pem == null
                ? null
                : pem.replaceAll("(?s)-----BEGIN[^-]*+-----\\s*+([^-]*+)-----END.*", "$1")
                        .strip();
    }

    private ProxySetting proxySetting(String server) {
        ProxyConfiguration jenkins = cluster.usesProxy() ? Jenkins.get().getProxy() : null;
        if (jenkins == null || jenkins.getName() == null) {
            return new ProxySetting.Direct();
        }
        String host = URI.create(server.strip()).getHost();
        boolean excepted = jenkins.createProxy(host.toLowerCase(Locale.ROOT)).type() == Proxy.Type.DIRECT;
        return excepted
                ? new ProxySetting.Direct()
                : new ProxySetting.HttpProxy(
                        jenkins.getName(),
                        jenkins.getPort(),
                        jenkins.getUserName(),
                        Secret.toString(jenkins.getSecretPassword()));
    }
}
