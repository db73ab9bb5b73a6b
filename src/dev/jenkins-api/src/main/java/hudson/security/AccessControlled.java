package hudson.security;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public interface AccessControlled {
    ACL getACL();

    default void checkPermission(Permission permission) {
        throw Signature.needsJenkins();
    }

    default boolean hasPermission(Permission permission) {
        throw Signature.needsJenkins();
    }
}
