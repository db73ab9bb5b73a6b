package jenkins.scm.api;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public abstract class SCMHeadOrigin {
    public static final Default DEFAULT = Signature.noValue();

    SCMHeadOrigin() {}

    public static final class Default extends SCMHeadOrigin {
        Default() {}
    }
}
