package hudson.util;

import hudson.model.Descriptor;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.IOException;

public abstract class FormValidation extends IOException {
    private static final long serialVersionUID = 1L;

    protected FormValidation() {}

    public static FormValidation ok() {
        throw Signature.only();
    }

    public static FormValidation ok(String message) {
        throw Signature.only();
    }

    public static FormValidation warning(String message) {
        throw Signature.only();
    }

    public static FormValidation error(String message) {
        throw Signature.only();
    }

    public static class CheckMethod {
        @SuppressWarnings("rawtypes")
        public CheckMethod(Descriptor descriptor, String fieldName) {
            throw Signature.only();
        }

        public String toStemUrl() {
            throw Signature.only();
        }

        public String getDependsOn() {
            throw Signature.only();
        }
    }
}
