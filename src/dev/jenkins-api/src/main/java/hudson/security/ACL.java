package hudson.security;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import org.springframework.security.core.Authentication;

public abstract class ACL {
    public static final Authentication SYSTEM2 = Signature.noValue();

    protected ACL() {}

    public native boolean hasPermission2(Authentication a, Permission permission);

    public static native ACLContext as2(Authentication auth);
}
