package io.jenkins.plugins.deployworkload.cluster.registries;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.registry.RegistryAddress;
import io.jenkins.plugins.deployworkload.registry.RegistrySettings;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * Finds and lists credentials for registries among the credentials of Jenkins itself. Callers must check the permissions
 * of the user.
 */
final class RegistryCredentials {

    private RegistryCredentials() {}

    /** The login of a registry; empty if there is no credential with user name and password of this ID. */
    static Optional<RegistrySettings.Login> login(String id, RegistryAddress address) {
        StandardUsernamePasswordCredentials credential = CredentialsProvider.findCredentialByIdInItemGroup(
                id,
                StandardUsernamePasswordCredentials.class,
                Jenkins.get(),
                ACL.SYSTEM2,
                requirements(address.url().toString()));
        return Optional.ofNullable(credential)
                .map(found -> new RegistrySettings.Login(found.getUsername(), Secret.toString(found.getPassword())));
    }

    static ListBoxModel ofJenkins(String address, String current) {
        return new StandardListBoxModel()
                .includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        StandardUsernamePasswordCredentials.class,
                        requirements(RegistryAddress.parse(address)
                                .map(parsed -> parsed.url().toString())
                                .orElse(null)),
                        CredentialsMatchers.always())
                .includeCurrentValue(current);
    }

    /** The choices for users who may not list credentials: only the current value. */
    static ListBoxModel currentOnly(String current) {
        return new StandardListBoxModel().includeCurrentValue(current);
    }

    private static List<DomainRequirement> requirements(String url) {
        return URIRequirementBuilder.fromUri(url).build();
    }
}
