package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.deployworkload.connection.CertificateCredential;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Credential;
import io.jenkins.plugins.deployworkload.connection.KubeconfigException;
import io.jenkins.plugins.deployworkload.connection.KubeconfigReader;
import io.jenkins.plugins.deployworkload.connection.OwnAccount;
import io.jenkins.plugins.deployworkload.connection.RenewedToken;
import io.jenkins.plugins.deployworkload.connection.Route;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
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
final class ClusterConnection {

    private static final int HTTPS = 443;

    /** The key of the controller's service account. */
    private static final String OWN_ACCOUNT = "own account";

    /** For a maker of tokens. */
    private static final int TOKEN_SECONDS = 10;

    private final Cluster cluster;
    private final KubernetesAuth own;
    private final StandardCredentials ownCredentials;

    /** @param own the cluster's own credential; null where it has none */
    private ClusterConnection(Cluster cluster, StandardCredentials own) throws AbortException {
        this.cluster = cluster;
        this.ownCredentials = own;
        this.own = own == null ? null : kubernetes(own);
    }

    /**
     * @param own the cluster's own credential; null where it has none
     * @param job the one to use in its place; null for none
     * @throws AbortException with a sentence that names the cluster and holds no secret
     */
    static ConnectionConfig of(Cluster cluster, StandardCredentials own, StandardCredentials job)
            throws AbortException {
        try {
            return new ClusterConnection(cluster, own).config(job);
        } catch (AbortException e) {
            throw e;
        } catch (KubeconfigException | IOException | IllegalArgumentException e) {
            throw new Refusal(Messages._ClusterConnection_Problem(cluster.getName(), new Words(e)));
        }
    }

    /** A problem's message, worded when it is read. */
    private record Words(Exception problem) implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return problem.getMessage();
        }
    }

    private record Address(String server, String caCertificate) {}

    private ConnectionConfig config(StandardCredentials job) throws IOException, KubeconfigException {
        Address address = address();
        Credential credential;
        String key;
        if (job != null) {
            credential = credential(kubernetes(job), address);
            key = CredentialKeys.of(job);
        } else if (cluster.usesOwnAccount()) {
            credential = new OwnAccount().credential();
            key = OWN_ACCOUNT;
        } else if (own != null) {
            credential = credential(own, address);
            key = CredentialKeys.of(ownCredentials);
        } else {
            throw new Refusal(Messages._ClusterConnection_NoCredential(cluster.getName()));
        }
        return new ConnectionConfig(
                address.server, address.caCertificate, credential, cluster.getNamespace(), route(address.server), key);
    }

    /** Where the cluster is: what is configured goes before what the account brings along. */
    private Address address() throws IOException, KubeconfigException {
        String server = cluster.getServer();
        String authority = cluster.getCaCertificate();
        if (own instanceof KubernetesAuthKubeconfig kubeconfig) {
            ConnectionConfig read = KubeconfigReader.read(kubeconfig.getKubeconfig());
            server = server == null ? read.server() : server;
            authority = authority == null && same(server, read.server()) ? read.caCertificate() : authority;
        } else if (cluster.usesOwnAccount() && server == null) {
            server = new OwnAccount().server();
            authority = authority == null ? new OwnAccount().caCertificate() : authority;
        }
        if (server == null) {
            throw new Refusal(Messages._ClusterConnection_NoServer(cluster.getName()));
        }
        return new Address(server, authority);
    }

    /** Whether both addresses are the same server's: the port of HTTPS may be left out, and a slash at the end. */
    static boolean same(String server, String other) {
        return normal(server).equals(normal(other));
    }

    private static URI normal(String server) {
        String written = server.strip();
        int end = written.length();
        while (end > 0 && written.charAt(end - 1) == '/') {
            end--;
        }
        URI uri = URI.create(written.substring(0, end));
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 && scheme.equals("https") ? HTTPS : uri.getPort();
        return URI.create(scheme + "://" + host + ":" + port + uri.getRawPath());
    }

    private KubernetesAuth kubernetes(StandardCredentials credential) throws AbortException {
        KubernetesAuth auth = AuthenticationTokens.convert(KubernetesAuth.class, credential);
        if (auth == null) {
            throw new Refusal(Messages._ClusterConnection_Kind(cluster.getName()));
        }
        return auth;
    }

    private Credential credential(KubernetesAuth auth, Address address) throws IOException, KubeconfigException {
        return switch (auth) {
            case KubernetesAuthKubeconfig kubeconfig -> {
                ConnectionConfig read = KubeconfigReader.read(kubeconfig.getKubeconfig());
                if (!same(address.server, read.server())) {
                    // Its secret is for that server, and not to be shown to another one.
                    throw new Refusal(
                            Messages._ClusterConnection_OtherServer(cluster.getName(), address.server, read.server()));
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
                yield new RenewedToken(() -> token(token, address));
            }
            default -> throw new Refusal(Messages._ClusterConnection_Kind(cluster.getName()));
        };
    }

    /** Makers of tokens ask other servers, and not all of them give up by themselves. */
    private static String token(KubernetesAuthToken token, Address address) throws IOException {
        try {
            return CompletableFuture.supplyAsync(
                            () -> made(token, address),
                            task -> Thread.ofVirtual().start(task))
                    .orTimeout(TOKEN_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IOException(
                    e.getCause() instanceof TimeoutException
                            ? Messages.ClusterConnection_LateToken(TOKEN_SECONDS)
                            : e.getCause().getMessage(),
                    e);
        }
    }

    private static String made(KubernetesAuthToken token, Address address) {
        try {
            String made = token.decorate(
                            new ConfigBuilder(Config.empty()),
                            new KubernetesAuthConfig(address.server, firstOf(address.caCertificate), false))
                    .getOauthToken();
            return made == null ? "" : made;
        } catch (KubernetesAuthException e) {
            throw new IllegalStateException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    /** Makers of tokens take one certificate, in base64 without the lines around it. */
    private static String firstOf(String pem) {
        return pem == null
                ? null
                : pem.replaceAll("(?s)-----BEGIN[^-]*+-----\\s*+([^-]*+)-----END.*", "$1")
                        .strip();
    }

    private Route route(String server) {
        ProxyConfiguration jenkins = cluster.usesProxy() ? Jenkins.get().getProxy() : null;
        if (jenkins == null || jenkins.getName() == null) {
            return new Route.Direct();
        }
        String host = URI.create(server.strip()).getHost();
        boolean excepted = jenkins.createProxy(host.toLowerCase(Locale.ROOT)).type() == Proxy.Type.DIRECT;
        return excepted
                ? new Route.Direct()
                : new Route.Proxy(
                        jenkins.getName(),
                        jenkins.getPort(),
                        jenkins.getUserName(),
                        Secret.toString(jenkins.getSecretPassword()));
    }
}
