package io.jenkins.plugins.deployworkload.image;

import java.io.Serializable;
import java.util.List;

/**
 * The image to deploy.
 *
 * @param reference what the container gets
 * @param outputs all that name this image, such as {@code Jib, target/jib-image.json}, for the build log to say
 */
public record ChosenImage(FoundImage image, String reference, List<String> outputs) implements Serializable {

    private static final long serialVersionUID = 1L;

    public ChosenImage {
        outputs = List.copyOf(outputs);
    }

    /** Whether the reference is by digest, and so stays the same image whatever happens to the tag. */
    public boolean byDigest() {
        return reference.indexOf('@') >= 0;
    }
}
