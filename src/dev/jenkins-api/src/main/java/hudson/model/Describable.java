package hudson.model;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public interface Describable<T extends Describable<T>> {
    default Descriptor<T> getDescriptor() {
        throw Signature.needsJenkins();
    }
}
