package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.credentials.FileSystemServiceAccountCredential;
import org.jenkinsci.plugins.kubernetes.credentials.TokenProducer;
import org.springframework.security.core.Authentication;

/**
 * Finds and lists credentials for clusters, from the credentials of Jenkins itself or from the context of a job.
 * Callers must check the permissions of the user.
 */
final class ClusterCredentials {

    /**
     * The types of credentials that always contain their own secret. Other types can get their secret from the
     * environment of the controller: {@code GoogleRobotMetadataCredentials} from the controller's virtual machine, or
     * {@code EksTokenCredentials} from AWS' default credential provider chain. Every user who may create credentials in
     * a folder could deploy with the identity of the controller. The exact class counts, because
     * {@code EksTokenCredentials} is a secret text (StringCredentials) too.
     */
    private static final Set<String> TYPES_WITH_OWN_SECRET = Set.of(
            "com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl",
            "org.jenkinsci.plugins.kubernetes.credentials.OpenShiftBearerTokenCredentialImpl",
            "org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl",
            "org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl");

    private ClusterCredentials() {}

    /** The credential of a cluster configuration; {@code null} if there is no credential with its ID. */
    static StandardCredentials ofJenkins(Cluster cluster) {
        return ofJenkins(cluster.getCredentialsId(), requirements(cluster.getServer()));
    }

    private static StandardCredentials ofJenkins(String id, List<DomainRequirement> requirements) {
        return CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements);
    }

    /** The credential with this ID; {@code null} if it does not exist or the build may not use it. */
    static StandardCredentials ofBuild(String id, Run<?, ?> build, Cluster cluster) {
        return CredentialsProvider.findCredentialById(
                id, StandardCredentials.class, build, requirements(cluster.getServer()));
    }

    /** The credential with this ID; {@code null} if it does not exist or the job may not use it. */
    static StandardCredentials ofItem(String id, Item item, Cluster cluster) {
        return CredentialsProvider.findCredentialByIdInItem(
                id, StandardCredentials.class, item, authentication(item), requirements(cluster.getServer()));
    }

    /** The choices of a form field: credentials of Jenkins itself. */
    static ListBoxModel ofJenkins(String server, String current) {
        return new StandardListBoxModel()
                .includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StandardCredentials.class,
                        requirements(server),
                        kubernetesCredentials())
                .includeCurrentValue(current);
    }

    /**
     * The choices of a form field: credentials that a job may use for a server.
     *
     * @param server the URL of the API server; {@code null} for any server
     */
    static ListBoxModel ofItem(Item item, String server, String current) {
        return new StandardListBoxModel()
                .includeEmptyValue()
                .includeMatchingAs(
                        authentication(item),
                        item,
                        StandardCredentials.class,
                        requirements(server),
                        credential -> kubernetesCredentials().matches(credential) && hasOwnSecret(credential))
                .includeCurrentValue(current);
    }

    /** The choices of a form field for users who may not list credentials: only the current value. */
    static ListBoxModel currentOnly(String current) {
        return new StandardListBoxModel().includeCurrentValue(current);
    }

    /** Whether a credential is the service account of the controller pod. Only administrators may configure it. */
    static boolean isControllerServiceAccount(Credentials credential) {
        return credential instanceof FileSystemServiceAccountCredential;
    }

    /** Whether jobs may use this type of credential. */
    static boolean hasOwnSecret(Credentials credential) {
        return TYPES_WITH_OWN_SECRET.contains(credential.getClass().getName());
    }

    /** The result for a cluster's form: {@link #scopeWarning} if there is one, and only for administrators. */
    static FormValidation checkScope(String credentialsId, String server) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                ? scopeWarning(credentialsId, server)
                        .map(FormValidation::warning)
                        .orElseGet(FormValidation::ok)
                : FormValidation.ok();
    }

    /**
     * A warning if every job can use the credential of a cluster outside of this plugin too; empty if the credential has
     * another scope or does not exist.
     */
    static Optional<String> scopeWarning(String credentialsId, String server) {
        boolean hasId = credentialsId != null && !credentialsId.isBlank();
        StandardCredentials credential = hasId ? ofJenkins(credentialsId, requirements(server)) : null;
        boolean isGlobal = credential != null && credential.getScope() == CredentialsScope.GLOBAL;
        return isGlobal ? Optional.of(Messages.ClusterCredentials_GlobalScope()) : Optional.empty();
    }

    private static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    private static List<DomainRequirement> requirements(String server) {
        return URIRequirementBuilder.fromUri(server).build();
    }

    /**
     * Matches credentials that can authenticate to Kubernetes. Credentials with user name and password match only if
     * they can produce a token.
     */
    private static CredentialsMatcher kubernetesCredentials() {
        CredentialsMatcher kubernetes = AuthenticationTokens.matcher(KubernetesAuth.class);
        return credential -> kubernetes.matches(credential) && !isUsernamePassword(credential);
    }

    private static boolean isUsernamePassword(Credentials credential) {
        return credential instanceof StandardUsernamePasswordCredentials && !(credential instanceof TokenProducer);
    }
}
