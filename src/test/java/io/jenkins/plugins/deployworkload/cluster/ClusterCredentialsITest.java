package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.AbortException;
import hudson.ProxyConfiguration;
import hudson.model.Descriptor;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.client.ConnectProxy;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.kubernetes.credentials.FileSystemServiceAccountCredential;
import org.jenkinsci.plugins.kubernetes.credentials.TokenProducer;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Tests all types of credentials, the permissions to use them, and the proxy, in a real Jenkins with a real API server.
 */
@Tag("control-plane")
@WithJenkins
class ClusterCredentialsITest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final Cluster cluster = new Cluster("prod");

    @BeforeEach
    void configure() {
        cluster.setServer(plane.server());
        cluster.setCaCertificate(plane.caCertificate());
        cluster.setCredentialsId("k8s");
        cluster.setAccessRules(List.of(new AccessRule(List.of("**"))));
    }

    private static void add(Credentials credential) {
        SystemCredentialsProvider.getInstance().getCredentials().add(credential);
    }

    private static Credentials token(String id, String token) throws Descriptor.FormException {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(token));
    }

    private static Credentials kubeconfig(String text) {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "k8s",
                "",
                "kubeconfig",
                SecretBytes.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String testConnection() {
        FormValidation result = ConnectionTester.test(cluster);
        return result.kind + ": " + result.getMessage();
    }

    @Test
    void authenticatesWithASecretText(JenkinsRule jenkins) throws Exception {
        add(token("k8s", plane.tokenFor("viewer")));
        assertThat(testConnection()).startsWith("OK: Kubernetes v1.").contains("as viewer.");
    }

    @Test
    void checksPermissionsInTheDefaultNamespace(JenkinsRule jenkins) throws Exception {
        add(token("k8s", plane.tokenFor("nobody")));
        cluster.setNamespace("default");
        assertThat(testConnection())
                .startsWith("WARNING: Kubernetes v1.")
                .contains(
                        "Missing permissions in the namespace default: get, list, watch, create, patch, delete deployments.apps");
    }

    @Test
    void authenticatesWithACertificate(JenkinsRule jenkins) throws Exception {
        add(new CertificateCredentialsImpl(
                CredentialsScope.GLOBAL,
                "k8s",
                "",
                "long-enough-a-password",
                new CertificateCredentialsImpl.PEMEntryKeyStoreSource(plane.clientCertificate(), plane.clientKey())));
        assertThat(testConnection()).startsWith("OK: Kubernetes v1.").contains("as certificate.");
    }

    @Test
    void takesServerAndCaCertificateFromTheKubeconfig(JenkinsRule jenkins) {
        add(kubeconfig(plane.kubeconfig("certificate")));
        cluster.setServer(null);
        cluster.setCaCertificate(null);
        assertThat(testConnection()).startsWith("OK: Kubernetes v1.").contains("as certificate.");
    }

    @Test
    void refusesKubeconfigsThatAreMalformedOrRunPrograms(JenkinsRule jenkins) {
        add(kubeconfig("{"));
        assertThat(testConnection())
                .isEqualTo("ERROR: cluster &quot;prod&quot;: The kubeconfig is not valid: it must be YAML"
                        + " with a mapping at the top level.");
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        add(kubeconfig(plane.kubeconfig("viewer").replaceAll("token: .*", "exec: {command: touch}")));
        assertThat(testConnection())
                .startsWith("ERROR: ")
                .contains("users[")
                .contains("credential plugins (exec, auth-provider) are not run");
    }

    @Test
    void doesNotSendAKubeconfigsSecretToAnotherServer(JenkinsRule jenkins) {
        add(kubeconfig(plane.kubeconfig("viewer")));
        cluster.setServer("https://10.0.0.1:6443");
        assertThat(testConnection())
                .isEqualTo("ERROR: cluster &quot;prod&quot; is at https://10.0.0.1:6443, but the kubeconfig of the"
                        + " credential is for " + plane.server());
    }

    @Test
    void requestsANewTokenFromTheTokenProducer(JenkinsRule jenkins) throws Exception {
        FakeTokenProducer producer = new FakeTokenProducer();
        add(producer);
        producer.token = plane.tokenFor("viewer");
        assertThat(testConnection()).contains("as viewer.");
        assertThat(producer.lastRequest)
                .startsWith(plane.server() + " MII")
                .endsWith(" false")
                .doesNotContain("-----");
        producer.token = plane.tokenFor("deployer");
        assertThat(testConnection()).contains("as deployer.");
        producer.token = null;
        assertThat(testConnection()).isEqualTo("ERROR: cluster &quot;prod&quot;: the token service is unavailable");
    }

    @Test
    void sharesOneConnectionAcrossNewTokensOfATokenProducer(JenkinsRule jenkins) throws Exception {
        FakeTokenProducer producer = new FakeTokenProducer();
        add(producer);
        producer.token = plane.tokenFor("viewer");
        String key = ClusterAccess.connectionConfig(cluster).key();
        producer.token = plane.tokenFor("deployer");
        assertThat(ClusterAccess.connectionConfig(cluster).key()).isEqualTo(key);
    }

    @Test
    void doesNotShareConnectionsAcrossFoldersWithTheSameId(JenkinsRule jenkins) throws Exception {
        cluster.setCredentialsId(null);
        List<String> keys = new ArrayList<>();
        for (String name : List.of("shop", "bank")) {
            Folder folder = jenkins.createProject(Folder.class, name);
            store(folder).addCredentials(Domain.global(), token("folder-credential", plane.tokenFor("viewer")));
            FreeStyleProject job = folder.createProject(FreeStyleProject.class, "web");
            keys.add(ClusterAccess.connectionConfig(cluster, job, "folder-credential")
                    .key());
            assertThat(ClusterAccess.connectionConfig(cluster, job, "folder-credential")
                            .key())
                    .isEqualTo(keys.getLast());
        }
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void opensANewConnectionForAnEditedCredential(JenkinsRule jenkins) throws Exception {
        add(token("k8s", plane.tokenFor("viewer")));
        String key = ClusterAccess.connectionConfig(cluster).key();
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        add(token("k8s", plane.tokenFor("viewer")));
        assertThat(ClusterAccess.connectionConfig(cluster).key()).isNotEqualTo(key);
    }

    @Test
    void refusesUsernameAndPassword(JenkinsRule jenkins) throws Exception {
        add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "k8s", "", "user", "long-enough-a-password"));
        assertThat(testConnection()).startsWith("ERROR: ").contains("unsupported type of credential");
        assertThat(ClusterCredentials.ofJenkins(plane.server(), ""))
                .extracting(option -> option.value)
                .containsExactly("");
    }

    @Test
    void doesNotFallBackToTheInClusterAccount(JenkinsRule jenkins) {
        cluster.setCredentialsId("missing");
        assertThat(testConnection())
                .startsWith("ERROR: ")
                .contains("its credential is missing in Jenkins")
                .doesNotContain("with the ID");
        cluster.setCredentialsId(null);
        assertThat(testConnection()).startsWith("ERROR: ").contains("has no credential of its own");
        cluster.setInCluster(true);
        assertThat(testConnection())
                .startsWith("ERROR: ")
                .contains("/var/run/secrets/kubernetes.io/serviceaccount/token");
    }

    @Test
    void connectionTestTimesOut(JenkinsRule jenkins) throws Exception {
        add(token("k8s", "token"));
        try (ServerSocket unresponsive = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            cluster.setServer("https://127.0.0.1:" + unresponsive.getLocalPort());
            assertThat(testConnection())
                    .startsWith("ERROR: " + cluster.getServer())
                    .containsAnyOf("did not respond to all requests within", "did not respond in time");
        }
        assertThat(testConnection()).contains("connection refused");
    }

    @Test
    void usesTheJenkinsProxyUnlessTheHostIsExcluded(JenkinsRule jenkins) throws Exception {
        add(token("k8s", plane.tokenFor("viewer")));
        try (ConnectProxy proxy = ConnectProxy.open()) {
            ProxyConfiguration configured = new ProxyConfiguration("127.0.0.1", proxy.port());
            jenkins.jenkins.setProxy(configured);
            assertThat(testConnection()).contains("as viewer.");
            cluster.setProxy(true);
            configured.setNoProxyHost("127.0.0.*");
            assertThat(testConnection()).contains("as viewer.");
            assertThat(proxy.targets()).isEmpty();
            configured.setNoProxyHost("example.com");
            assertThat(testConnection()).contains("as viewer.");
            assertThat(proxy.targets()).isNotEmpty();
        }
    }

    @Test
    void jobUsesOnlyCredentialsOfItsOwnFolders(JenkinsRule jenkins) throws Exception {
        add(token("k8s", plane.tokenFor("viewer")));
        Folder folder = jenkins.createProject(Folder.class, "shop");
        Credentials folderCredential = token("folder-credential", plane.tokenFor("deployer"));
        store(folder).addCredentials(Domain.global(), folderCredential);
        FreeStyleProject inside = folder.createProject(FreeStyleProject.class, "web");
        FreeStyleProject outside = jenkins.createFreeStyleProject("outside");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(inside);
        FreeStyleBuild other = jenkins.buildAndAssertSuccess(outside);

        assertThat(ClusterAccess.connectionConfig(cluster, build, "folder-credential")
                        .key())
                .isNotEqualTo(
                        ClusterAccess.connectionConfig(cluster, build, null).key())
                .isEqualTo(ClusterAccess.connectionConfig(cluster, inside, "folder-credential")
                        .key());
        assertThatThrownBy(() -> ClusterAccess.connectionConfig(cluster, other, "folder-credential"))
                .isInstanceOf(AbortException.class)
                .hasMessage(
                        "credentialsId: there is no credential with the ID \"folder-credential\" that the job \"outside\""
                                + " may use");
        assertThat(values(ClusterAccess.credentials(inside, "prod", ""))).contains("folder-credential");
        assertThat(values(ClusterAccess.credentials(outside, "prod", ""))).doesNotContain("folder-credential");
        assertThat(usersOf(folderCredential)).containsExactly("shop/web");
    }

    @Test
    void listsCredentialsForTheClustersAddress(JenkinsRule jenkins) throws Exception {
        cluster.setCredentialsId(null);
        ClusterConfiguration.get().setClusters(List.of(cluster));
        SystemCredentialsProvider.getInstance()
                .getDomainCredentialsMap()
                .put(
                        new Domain("elsewhere", "", List.of(new HostnameSpecification("other.example", null))),
                        new ArrayList<>(List.of(token("elsewhere", "token"))));
        add(token("k8s", "token"));
        FreeStyleProject job = jenkins.createFreeStyleProject("job");

        assertThat(values(ClusterAccess.credentials(job, "prod", "")))
                .contains("k8s")
                .doesNotContain("elsewhere");
        assertThat(values(ClusterAccess.credentials(job, "", ""))).contains("k8s", "elsewhere");
    }

    @Test
    void jobsCannotUseSystemCredentials(JenkinsRule jenkins) throws Exception {
        Credentials system = new StringCredentialsImpl(
                CredentialsScope.SYSTEM, "k8s", "", Secret.fromString(plane.tokenFor("viewer")));
        add(system);
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        assertThatThrownBy(() -> ClusterAccess.connectionConfig(cluster, build, "k8s"))
                .hasMessageContaining("that the job \"job\" may use");
        assertThat(values(ClusterAccess.credentials(job, "prod", ""))).doesNotContain("k8s");
        assertThat(ClusterAccess.connectionConfig(cluster, build, null)).isNotNull();
        assertThat(usersOf(system)).containsExactly("job");
    }

    /**
     * Every user who may create credentials in a folder can create a credential for the controller's service account.
     * Jobs must not be able to use such a credential.
     */
    @Test
    void jobsCannotUseTheControllersServiceAccount(JenkinsRule jenkins) throws Exception {
        Credentials controllerAccount = new FileSystemServiceAccountCredential(CredentialsScope.GLOBAL, "k8s", "");
        Folder folder = jenkins.createProject(Folder.class, "shop");
        store(folder).addCredentials(Domain.global(), controllerAccount);
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "web");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        String message = "credentialsId: \"k8s\" is the service account of the Jenkins controller itself";

        assertThatThrownBy(() -> ClusterAccess.connectionConfig(cluster, build, "k8s"))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> ClusterAccess.connectionConfig(cluster, job, "k8s"))
                .hasMessageStartingWith(message);
        assertThat(values(ClusterAccess.credentials(job, "prod", ""))).doesNotContain("k8s");

        add(controllerAccount);
        // The cluster configuration may use this credential. The connection test still fails, but for another reason:
        // the service account's token exists only in a pod.
        assertThat(testConnection()).doesNotContain("service account of the Jenkins controller itself");
        assertThat(values(ClusterCredentials.ofJenkins(plane.server(), ""))).contains("k8s");
    }

    private static List<String> values(ListBoxModel items) {
        return items.stream().map(option -> option.value).toList();
    }

    /** The names of the jobs that have used a credential, as Jenkins has recorded them. */
    private static List<String> usersOf(Credentials credential) throws IOException {
        return List.copyOf(CredentialsProvider.getOrCreateFingerprintOf(credential)
                .getUsages()
                .keySet());
    }

    private static CredentialsStore store(Folder folder) {
        for (CredentialsStore store : CredentialsProvider.lookupStores(folder)) {
            if (store.getProvider() instanceof FolderCredentialsProvider && store.getContext() == folder) {
                return store;
            }
        }
        throw new IllegalStateException("no store");
    }

    /** A credential that produces tokens, like the credentials for OpenShift and for cloud providers. */
    private static final class FakeTokenProducer extends UsernamePasswordCredentialsImpl implements TokenProducer {

        private static final long serialVersionUID = 1L;

        private String token;
        private String lastRequest;

        FakeTokenProducer() throws Descriptor.FormException {
            super(CredentialsScope.GLOBAL, "k8s", "", "user", "long-enough-a-password");
        }

        @Override
        public String getToken(String serviceAddress, String caCertData, boolean skipTlsVerify) throws IOException {
            lastRequest = serviceAddress + " " + caCertData + " " + skipTlsVerify;
            if (token == null) {
                throw new IOException("the token service is unavailable");
            }
            return token;
        }
    }
}
