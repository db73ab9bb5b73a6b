package com.cloudbees.plugins.credentials.domains;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.util.List;

public class URIRequirementBuilder {
    private URIRequirementBuilder() {}

    public static URIRequirementBuilder fromUri(String uri) {
        throw Signature.only();
    }

    public List<DomainRequirement> build() {
        throw Signature.only();
    }
}
