package io.jenkins.plugins.deployworkload.image;

/**
 * Which image is meant.
 *
 * @param repository such as {@code registry.example/shop/web}, with or without a tag; {@code null} where there is but one
 * @param output the only tool whose output counts; {@code null} for all
 * @param preferDigest whether to name the image by digest wherever there is one, which is the only name that does not move
 */
public record ImageWish(String repository, Tool output, boolean preferDigest) {

    /** The only image there is, by digest. */
    public static final ImageWish ANY = new ImageWish(null, null, true);
}
