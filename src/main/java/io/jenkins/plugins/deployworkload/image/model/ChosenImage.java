package io.jenkins.plugins.deployworkload.image.model;

import java.util.List;

/**
 * The image to deploy.
 *
 * @param reference what the container gets
 * @param outputs all that name this image, such as {@code Jib, target/jib-image.json}, for the build log to say
 * @param pushed whether one of them says that it was pushed; without that it may be in no registry
 * @param repositoryFromQuery whether its repository is the one that was asked for, as the digest was found alone
 * @param unreadable the outputs beside it that could not be read
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

    /** Whether the reference is by digest, and so stays the same image whatever happens to the tag. */
    public boolean byDigest() {
        return reference.indexOf('@') >= 0;
    }
}
