package io.jenkins.plugins.deployworkload.image.model;

import java.util.List;

/**
 * The image to deploy.
 *
 * @param reference value for the container's {@code image}
 * @param outputs all outputs that name this image, such as {@code Jib, target/jib-image.json}, for the build log
 * @param pushed whether an output says that the image was pushed; otherwise it may not be in a registry
 * @param repositoryFromQuery whether the repository was taken from the query, because the output with the digest names
 *     no repository
 * @param unreadable other outputs, which could not be read
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
