package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.File;

public interface Item extends AccessControlled {
    // A method call, so that the compiler does not inline the value into the plugin.
    Permission BUILD = Signature.noValue();

    Permission CONFIGURE = Signature.noValue();

    Permission EXTENDED_READ = Signature.noValue();

    Permission READ = Signature.noValue();

    Permission WORKSPACE = Signature.noValue();

    ItemGroup<? extends Item> getParent();

    String getFullName();

    String getUrl();

    File getRootDir();
}
