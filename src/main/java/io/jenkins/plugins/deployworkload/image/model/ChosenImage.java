package io.jenkins.plugins.deployworkload.image.model;

import java.util.List;

/**
 * The image to deploy.
 *
 * @param reference the value for the container's field {@code image}
 * @param outputs all outputs that name this image, such as {@code Jib, target/jib-image.json}, to show them in the
 *     build log
 * @param pushed whether an output shows that the image was pushed. An image that no output shows as pushed may be
 *     missing in the registry
 * @param repositoryFromQuery whether the repository is from the query, because the output contains only a digest
 * @param unreadable other outputs that could not be read
 */
public record ChosenImage(
        FoundImage image,
        String reference,
        List<String> outputs,
        boolean pushed,
        boolean repositoryFromQuery,
        List<RejectedOutput> unreadable) {

    public ChosenImage {
        outputs = List.copyOf(outputs);
        unreadable = List.copyOf(unreadable);
    }

    /** Whether the reference contains a digest, so that moving the tag does not change the image. */
    public boolean byDigest() {
        return reference.indexOf('@') >= 0;
    }
}
