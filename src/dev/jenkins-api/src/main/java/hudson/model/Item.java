package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.deployworkload.signatures.Signature;

public interface Item extends AccessControlled {
    // null, but not a constant expression that the compiler would inline.
    Permission CONFIGURE = Signature.none();

    Permission EXTENDED_READ = Signature.none();

    Permission READ = Signature.none();

    Permission WORKSPACE = Signature.none();

    ItemGroup<? extends Item> getParent();

    String getFullName();

    String getUrl();
}
