package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsProvider;
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
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.kubernetes.credentials.FileSystemServiceAccountCredential;
import org.jenkinsci.plugins.kubernetes.credentials.TokenProducer;
import org.springframework.security.core.Authentication;

/**
 * Finds credentials by their IDs: a cluster's own among those of Jenkins itself, a job's among those that the job may use.
 * Whoever calls has checked who is asking.
 */
final class ClusterCredentials {

    private ClusterCredentials() {}

    /** The credential of a cluster itself; null where there is none of this ID. */
    static StandardCredentials ofJenkins(Cluster cluster) {
        return CredentialsProvider.findCredentialByIdInItemGroup(
                cluster.getCredentialsId(),
                StandardCredentials.class,
                Jenkins.get(),
                ACL.SYSTEM2,
                requirements(cluster.getServer()));
    }

    /** A credential that a build may use; null where there is none of this ID. */
    static StandardCredentials ofBuild(String id, Run<?, ?> build, Cluster cluster) {
        return CredentialsProvider.findCredentialById(
                id, StandardCredentials.class, build, requirements(cluster.getServer()));
    }

    /** A credential that a job may use; null where there is none of this ID. */
    static StandardCredentials ofItem(String id, Item item, Cluster cluster) {
        return CredentialsProvider.findCredentialByIdInItem(
                id, StandardCredentials.class, item, authentication(item), requirements(cluster.getServer()));
    }

    /** For a form: what Jenkins itself may use. */
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
     * For a form: what a job may use for this address.
     *
     * @param server null for any
     */
    static ListBoxModel ofItem(Item item, String server, String current) {
        return new StandardListBoxModel()
                .includeEmptyValue()
                .includeMatchingAs(
                        authentication(item),
                        item,
                        StandardCredentials.class,
                        requirements(server),
                        credential ->
                                kubernetesCredentials().matches(credential) && !isControllerServiceAccount(credential))
                .includeCurrentValue(current);
    }

    /** For a form, where nothing may be told. */
    static ListBoxModel currentOnly(String current) {
        return new StandardListBoxModel().includeCurrentValue(current);
    }

    /**
     * Whether it stands for the service account of the controller's own pod. Whoever may make credentials in a folder can make
     * one, so that no job gets at that account by naming it.
     */
    static boolean isControllerServiceAccount(Credentials credential) {
        return credential instanceof FileSystemServiceAccountCredential;
    }

    private static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    private static List<DomainRequirement> requirements(String server) {
        return URIRequirementBuilder.fromUri(server).build();
    }

    /** What says to Kubernetes who one is: not a user name and password, unless a token is made of them. */
    private static CredentialsMatcher kubernetesCredentials() {
        CredentialsMatcher kubernetes = AuthenticationTokens.matcher(KubernetesAuth.class);
        return credential -> kubernetes.matches(credential) && !isUsernamePassword(credential);
    }

    private static boolean isUsernamePassword(Credentials credential) {
        return credential instanceof StandardUsernamePasswordCredentials && !(credential instanceof TokenProducer);
    }
}
