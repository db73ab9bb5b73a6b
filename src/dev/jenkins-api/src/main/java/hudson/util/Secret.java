package hudson.util;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public final class Secret {
    private Secret() {}

    public String getPlainText() {
        throw Signature.only();
    }
}
