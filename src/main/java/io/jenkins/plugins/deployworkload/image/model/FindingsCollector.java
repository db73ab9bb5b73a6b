package io.jenkins.plugins.deployworkload.image.model;

import io.jenkins.plugins.deployworkload.image.Messages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jvnet.localizer.Localizable;

/** Collects the findings of one output. The number of findings is limited, because outputs are not trusted. */
public final class FindingsCollector {

    /**
     * Limit of images. Real builds stay far below this limit: even a matrix of build targets produces only dozens of
     * images.
     */
    public static final int MAX_IMAGES = 1000;

    private static final int MAX_REJECTED = 50;
    private static final int MAX_IMAGE_IDS = 1000;

    private final String output;
    private final List<FoundImage> images = new ArrayList<>();
    private final Set<FoundDigest> digests = new LinkedHashSet<>();
    private final Set<RejectedOutput> rejected = new LinkedHashSet<>();
    private final Set<String> imageIds = new LinkedHashSet<>();
    private final Set<Findings.Alias> aliases = new LinkedHashSet<>();

    public FindingsCollector(String output) {
        this.output = output;
    }

    public String output() {
        return output;
    }

    /** @throws UnreadableOutputException if the output names more than {@link #MAX_IMAGES} images */
    public void addImage(FoundImage image) throws UnreadableOutputException {
        if (OciReference.isLocal(image.repository())) {
            rejected(image.source(), image.location(), Messages._FindingsCollector_localImage(image.fullReference()));
            return;
        }
        images.removeIf(known -> known.repository().equals(image.repository())
                && known.tags().equals(image.tags())
                && known.source() == image.source()
                && Objects.equals(known.digest(), image.digest()));
        if (images.size() >= MAX_IMAGES) {
            throw new UnreadableOutputException(
                    Messages._FindingsCollector_tooManyImages(output, String.valueOf(MAX_IMAGES)));
        }
        images.add(image);
    }

    /**
     * Adds an image that a log shows as built, and removes the tags of this image from earlier images in the log. A tag
     * such as {@code latest} moves to the newest image, and every tag moves when a stage runs again.
     */
    public void addBuilt(FoundImage image) throws UnreadableOutputException {
        detachTags(image.repository(), image.effectiveTags(), earlier -> true);
        addImage(image);
    }

    /**
     * Adds an image that a log shows as pushed, or marks the built image as pushed. The tags of this image are removed
     * from earlier images with another digest.
     */
    public void addPushed(FoundImage image) throws UnreadableOutputException {
        detachTags(
                image.repository(),
                image.effectiveTags(),
                earlier -> earlier.digest() != null && !earlier.digest().equals(image.digest()));
        for (int i = images.size() - 1; image.digest() == null && i >= 0; i--) {
            FoundImage built = images.get(i);
            if (built.source() == image.source()
                    && built.repository().equals(image.repository())
                    && built.effectiveTags().containsAll(image.effectiveTags())) {
                images.set(i, built.asPushed());
                return;
            }
        }
        addImage(image);
    }

    /**
     * Adds a tag to a built image.
     *
     * @return the image with all its tags, or with only the new tag if later images have taken its other tags
     */
    public FoundImage addTag(FoundImage known, String tag) throws UnreadableOutputException {
        if (known.tags().isEmpty() || !images.contains(known)) {
            FoundImage retagged = known.withTags(List.of(tag));
            addBuilt(retagged);
            return retagged;
        }
        if (known.tags().contains(tag) || known.tags().size() >= MAX_REJECTED) {
            return known;
        }
        detachTags(known.repository(), List.of(tag), earlier -> true);
        List<String> tags = new ArrayList<>(known.tags());
        tags.add(tag);
        FoundImage updated = known.withTags(tags);
        images.set(images.indexOf(known), updated);
        return updated;
    }

    private void detachTags(String repository, List<String> tags, Predicate<FoundImage> condition) {
        String normalized = OciReference.normalized(repository);
        for (int i = images.size() - 1; i >= 0; i--) {
            FoundImage earlier = images.get(i);
            if (Collections.disjoint(earlier.effectiveTags(), tags)
                    || !condition.test(earlier)
                    || !OciReference.normalized(earlier.repository()).equals(normalized)) {
                continue;
            }
            List<String> remaining = new ArrayList<>(earlier.effectiveTags());
            remaining.removeAll(tags);
            if (remaining.isEmpty()) {
                images.remove(i);
            } else {
                images.set(i, earlier.withTags(remaining));
            }
        }
    }

    public void addDigest(FoundDigest digest) {
        digests.add(digest);
    }

    public void rejected(Tool tool, String location, Localizable reason) {
        if (rejected.size() < MAX_REJECTED) {
            rejected.add(new RejectedOutput(tool, location, reason));
        }
    }

    public void addImageId(String id) {
        String digits = id.startsWith(Digest.PREFIX) ? id.substring(Digest.PREFIX.length()) : id;
        if (imageIds.size() < MAX_IMAGE_IDS && digits.length() >= 12 && digits.length() <= 64) {
            imageIds.add(digits);
        }
    }

    public void addAlias(String from, String to) {
        if (aliases.size() < MAX_IMAGE_IDS) {
            aliases.add(new Findings.Alias(from, to));
        }
    }

    public Findings findings() {
        return new Findings(
                images,
                List.copyOf(digests),
                List.copyOf(rejected),
                List.of(output),
                List.copyOf(imageIds),
                List.copyOf(aliases));
    }
}
