package io.jenkins.plugins.deployworkload.image;

import java.io.Serializable;
import java.util.Set;

/** The digest of a manifest, in an output that does not say of which repository. */
public record FoundDigest(String digest, Tool source, String where) implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Set<Tool> ANY = Set.of(Tool.KANIKO, Tool.RULES_OCI);

    public FoundDigest {
        if (!Digest.isWhole(digest)) {
            throw new IllegalArgumentException(digest);
        }
    }

    /** Whether it can be of this tool: of files that are merely called {@code *.digest}, who names the tool knows. */
    boolean isOf(Tool tool) {
        return source == tool || source == Tool.BUILDAH && where.endsWith(".digest") && ANY.contains(tool);
    }

    String line() {
        return digest + " (" + source.at(where) + ")";
    }
}
