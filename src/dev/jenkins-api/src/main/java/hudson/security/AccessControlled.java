package hudson.security;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public interface AccessControlled {
    default boolean hasPermission(Permission permission) {
        throw Signature.only();
    }
}
