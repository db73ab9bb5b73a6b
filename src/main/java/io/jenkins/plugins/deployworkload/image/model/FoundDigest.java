package io.jenkins.plugins.deployworkload.image.model;

import java.io.Serializable;

/** A manifest digest from an output that does not contain the digest's repository. */
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
