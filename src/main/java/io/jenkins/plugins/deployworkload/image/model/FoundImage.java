package io.jenkins.plugins.deployworkload.image.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * An image that an output names.
 *
 * @param repository the repository as the output writes it, not normalized
 * @param tags all tags of this image, in the order of the output; may be empty
 * @param digest the digest of the manifest or index, never an image ID; {@code null} if unknown
 * @param pushed whether the output shows that the image was pushed, or contains a digest that only a push creates. An
 *     image that was not pushed may exist only on the build machine
 * @param location the path of the file, or the line of the log
 */
public record FoundImage(
        String repository, List<String> tags, String digest, boolean pushed, Tool source, String location)
        implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String LATEST = "latest";

    public FoundImage {
        if (!OciReference.isRepository(repository)
                || digest != null && !Digest.isValid(digest)
                || !tags.stream().allMatch(OciReference::isTag)) {
            throw new IllegalArgumentException(repository + tags + digest);
        }
        tags = List.copyOf(tags);
    }

    /** Parses an image reference; empty if the text is not an image reference. */
    public static Optional<FoundImage> of(String text, Tool source, String location) {
        return Optional.ofNullable(OciReference.parse(text)).map(reference -> of(reference, source, location));
    }

    public static FoundImage of(OciReference reference, Tool source, String location) {
        return new FoundImage(
                reference.repository(),
                reference.tag() == null ? List.of() : List.of(reference.tag()),
                reference.digest(),
                reference.digest() != null || source == Tool.DEPLOYED,
                source,
                location);
    }

    public FoundImage asPushed() {
        return new FoundImage(repository, tags, digest, true, source, location);
    }

    public FoundImage withTags(List<String> replacement) {
        return new FoundImage(repository, replacement, digest, pushed, source, location);
    }

    /**
     * The first tag that is not {@code latest}, or {@code latest} if it is the only tag; {@code null} if there is no
     * tag.
     */
    public String tag() {
        return tags.stream().filter(tag -> !tag.equals(LATEST)).findFirst().orElse(tags.isEmpty() ? null : tags.get(0));
    }

    /**
     * A value for a container's field {@code image}, with the digest or with a tag. If the digest is preferred but
     * unknown, the value contains a tag. If the tag is preferred but unknown, the value contains the digest.
     */
    public String reference(boolean preferDigest) {
        return digest != null && (preferDigest || tags.isEmpty()) ? repository + "@" + digest : taggedReference();
    }

    /** The reference {@code repository:tag@digest}, without the parts that are unknown. */
    public String fullReference() {
        return digest == null ? taggedReference() : taggedReference() + "@" + digest;
    }

    private String taggedReference() {
        return tags.isEmpty() ? repository : repository + ":" + tag();
    }

    /** The full reference and the output that contains it, for messages. */
    public String describe() {
        return fullReference() + " (" + source.outputAt(location) + ")";
    }

    /** The tags, or {@code latest} if the image has neither tag nor digest. */
    public List<String> effectiveTags() {
        return tags.isEmpty() && digest == null ? List.of(LATEST) : tags;
    }
}
