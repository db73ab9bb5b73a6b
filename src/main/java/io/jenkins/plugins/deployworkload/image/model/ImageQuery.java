package io.jenkins.plugins.deployworkload.image.model;

import java.util.Set;

/**
 * Selects one of the images that were found.
 *
 * @param repository such as {@code registry.example/shop/web}, with or without a tag; {@code null} for any repository
 * @param output restricts the search to outputs of this tool; {@code null} for all
 * @param preferDigest whether to reference the image by digest if one is known, because tags can move
 */
public record ImageQuery(String repository, Tool output, boolean preferDigest) {

    /** Matches any image; prefers the digest. */
    public static final ImageQuery ANY = new ImageQuery(null, null, true);

    private static final Set<Tool> WRITE_DIGEST_FILES = Set.of(Tool.KANIKO, Tool.RULES_OCI);

    /**
     * Whether the query includes an output. Files named {@code *.digest} count as buildah's by default, but other tools
     * write them too, so a query for another such tool includes these files.
     */
    public boolean includes(Tool source, String location) {
        return output == null
                || source == output
                || source == Tool.BUILDAH && location.endsWith(".digest") && WRITE_DIGEST_FILES.contains(output);
    }
}
