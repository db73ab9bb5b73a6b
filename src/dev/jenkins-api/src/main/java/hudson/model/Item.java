package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.deployworkload.signatures.Signature;

public interface Item extends AccessControlled {
    // Null, and still no constant that the compiler could inline.
    Permission CONFIGURE = Signature.noValue();

    Permission EXTENDED_READ = Signature.noValue();

    Permission READ = Signature.noValue();

    Permission WORKSPACE = Signature.noValue();

    ItemGroup<? extends Item> getParent();

    String getFullName();

    String getUrl();
}
