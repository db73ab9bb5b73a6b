package org.jenkinsci.plugins.structs.describable;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.Serializable;
import java.util.Map;

public class UninstantiatedDescribable implements Serializable {
    private static final long serialVersionUID = 1L;

    public UninstantiatedDescribable(Map<String, ?> arguments) {}

    public String getSymbol() {
        throw Signature.only();
    }

    public Map<String, ?> getArguments() {
        throw Signature.only();
    }
}
