package hudson.security;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import org.springframework.security.core.GrantedAuthority;

public abstract class SecurityRealm {
    public static final GrantedAuthority AUTHENTICATED_AUTHORITY2 = Signature.noValue();

    SecurityRealm() {}
}
