package io.jenkins.plugins.deployworkload.image.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * An image that an output names.
 *
 * @param repository as it was written
 * @param tags all that name this one image, in the output's order; may be empty
 * @param digest of its manifest or index, {@code sha256:} and 64 hex digits, or {@code null}; never an image ID
 * @param pushed whether the output says so, or holds the digest that only a push gives; else it may be on one machine only
 * @param location the file's path or the line of the log
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

    /** The image that a text names, which is a reference and nothing else; empty for any other text. */
    public static Optional<FoundImage> of(String text, Tool source, String where) {
        return Optional.ofNullable(OciReference.parse(text)).map(reference -> of(reference, source, where));
    }

    public static FoundImage of(OciReference reference, Tool source, String where) {
        return new FoundImage(
                reference.repository(),
                reference.tag() == null ? List.of() : List.of(reference.tag()),
                reference.digest(),
                reference.digest() != null || source == Tool.DEPLOYED,
                source,
                where);
    }

    public FoundImage asPushed() {
        return new FoundImage(repository, tags, digest, true, source, location);
    }

    public FoundImage withTags(List<String> others) {
        return new FoundImage(repository, others, digest, pushed, source, location);
    }

    /** The tag that tells most, as {@code latest} is the one that moves; {@code null} if the output gave none. */
    public String tag() {
        return tags.stream().filter(tag -> !tag.equals(LATEST)).findFirst().orElse(tags.isEmpty() ? null : tags.get(0));
    }

    /** What a container's {@code image} takes: by digest or by tag as preferred, by the other where there is but one. */
    public String reference(boolean preferDigest) {
        return digest != null && (preferDigest || tags.isEmpty()) ? repository + "@" + digest : taggedReference();
    }

    /** All that is known, {@code repository:tag@digest}, which clusters take as well. */
    public String fullReference() {
        return digest == null ? taggedReference() : taggedReference() + "@" + digest;
    }

    private String taggedReference() {
        return tags.isEmpty() ? repository : repository + ":" + tag();
    }

    /** To name in findings: all that is known, and which output says so. */
    public String describe() {
        return fullReference() + " (" + source.outputAt(location) + ")";
    }

    /** The tags that this image answers to: none at all means {@code latest}, unless there is a digest. */
    public List<String> effectiveTags() {
        return tags.isEmpty() && digest == null ? List.of(LATEST) : tags;
    }
}
