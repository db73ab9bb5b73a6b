package io.jenkins.plugins.deployworkload.image.model;

import java.io.Serializable;

/** The digest of a manifest, in an output that does not say of which repository. */
public record FoundDigest(String digest, Tool source, String location) implements Serializable {

    private static final long serialVersionUID = 1L;

    public FoundDigest {
        if (!Digest.isValid(digest)) {
            throw new IllegalArgumentException(digest);
        }
    }

    public String describe() {
        return digest + " (" + source.outputAt(location) + ")";
    }
}
