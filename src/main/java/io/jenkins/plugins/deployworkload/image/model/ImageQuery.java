package io.jenkins.plugins.deployworkload.image.model;

import java.util.Set;

/**
 * Which image is meant.
 *
 * @param repository such as {@code registry.example/shop/web}, with or without a tag; {@code null} where there is but one
 * @param output the only tool whose output counts; {@code null} for all
 * @param preferDigest whether to name the image by digest wherever there is one, which is the only name that does not move
 */
public record ImageQuery(String repository, Tool output, boolean preferDigest) {

    /** The only image there is, by digest. */
    public static final ImageQuery ANY = new ImageQuery(null, null, true);

    private static final Set<Tool> WRITE_DIGEST_FILES = Set.of(Tool.KANIKO, Tool.RULES_OCI);

    /** Whether such an output counts: of files that are merely called {@code *.digest}, who names the tool knows. */
    public boolean includes(Tool source, String where) {
        return output == null
                || source == output
                || source == Tool.BUILDAH && where.endsWith(".digest") && WRITE_DIGEST_FILES.contains(output);
    }
}
