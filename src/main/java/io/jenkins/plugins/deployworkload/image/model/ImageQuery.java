package io.jenkins.plugins.deployworkload.image.model;

import java.util.Set;

/**
 * Selects one of the images that were found.
 *
 * @param repository a repository with or without a tag, such as {@code registry.example/shop/web}; {@code null} for any
 *     repository
 * @param output the tool whose outputs are searched; {@code null} for the outputs of all tools
 * @param preferDigest whether to reference the image by its digest if the digest is known, because tags can move
 */
public record ImageQuery(String repository, Tool output, boolean preferDigest) {

    /** A query that matches any image, and prefers the digest in the reference. */
    public static final ImageQuery ANY = new ImageQuery(null, null, true);

    private static final Set<Tool> WRITE_DIGEST_FILES = Set.of(Tool.KANIKO, Tool.RULES_OCI);

    /**
     * Whether the query includes an output. By default, a file {@code *.digest} counts as an output of buildah. Other
     * tools write {@code *.digest} files too, so a query for one of these tools also includes such files.
     */
    public boolean includes(Tool source, String location) {
        return output == null
                || source == output
                || source == Tool.BUILDAH && location.endsWith(".digest") && WRITE_DIGEST_FILES.contains(output);
    }
}
