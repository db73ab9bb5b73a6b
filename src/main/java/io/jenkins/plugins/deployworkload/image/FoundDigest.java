package io.jenkins.plugins.deployworkload.image;

import java.io.Serializable;

/** The digest of a manifest, in an output that does not say of which repository. */
public record FoundDigest(String digest, Tool source, String where) implements Serializable {

    private static final long serialVersionUID = 1L;

    public FoundDigest {
        if (!Digest.isWhole(digest)) {
            throw new IllegalArgumentException(digest);
        }
    }

    String line() {
        return digest + " (" + source.at(where) + ")";
    }
}
