package hudson;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.util.TreeMap;

public class EnvVars extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;

    public EnvVars() {}

    public String expand(String text) {
        throw Signature.only();
    }
}
