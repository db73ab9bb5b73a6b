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

/** What the readers of one output find. Its size is bounded, whatever the output holds. */
public final class FindingsCollector {

    /** Builds name some, a matrix of targets some dozens. */
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

    public void addImage(FoundImage image) throws UnreadableOutputException {
        if (OciReference.isLocal(image.repository())) {
            rejected(image.source(), image.location(), Messages._Image_local(image.fullReference()));
            return;
        }
        images.removeIf(known -> known.repository().equals(image.repository())
                && known.tags().equals(image.tags())
                && known.source() == image.source()
                && Objects.equals(known.digest(), image.digest()));
        if (images.size() >= MAX_IMAGES) {
            throw new UnreadableOutputException(Messages._Output_tooMany(output, String.valueOf(MAX_IMAGES)));
        }
        images.add(image);
    }

    /**
     * An image that a log shows to be built after what stood above it: where that has a name of it, the name has moved on, as
     * {@code latest} does with each build, and every name when a stage is run again.
     */
    public void addBuilt(FoundImage image) throws UnreadableOutputException {
        detachTags(image.repository(), image.effectiveTags(), earlier -> true);
        addImage(image);
    }

    /** An image that a log shows to be pushed, perhaps the one that was built above: only other digests lose its name. */
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
     * One more tag of an image that was built.
     *
     * @return the image with all its tags; with this one alone if it has lost what it was known by
     */
    public FoundImage addTag(FoundImage known, String tag) throws UnreadableOutputException {
        if (known.tags().isEmpty() || !images.contains(known)) {
            FoundImage other = known.withTags(List.of(tag));
            addBuilt(other);
            return other;
        }
        if (known.tags().contains(tag) || known.tags().size() >= MAX_REJECTED) {
            return known;
        }
        detachTags(known.repository(), List.of(tag), earlier -> true);
        List<String> tags = new ArrayList<>(known.tags());
        tags.add(tag);
        FoundImage more = known.withTags(tags);
        images.set(images.indexOf(known), more);
        return more;
    }

    private void detachTags(String repository, List<String> tags, Predicate<FoundImage> from) {
        String canonical = OciReference.normalized(repository);
        for (int i = images.size() - 1; i >= 0; i--) {
            FoundImage earlier = images.get(i);
            if (Collections.disjoint(earlier.effectiveTags(), tags)
                    || !from.test(earlier)
                    || !OciReference.normalized(earlier.repository()).equals(canonical)) {
                continue;
            }
            List<String> left = new ArrayList<>(earlier.effectiveTags());
            left.removeAll(tags);
            if (left.isEmpty()) {
                images.remove(i);
            } else {
                images.set(i, earlier.withTags(left));
            }
        }
    }

    public void addDigest(FoundDigest digest) {
        digests.add(digest);
    }

    public void rejected(Tool tool, String where, Localizable reason) {
        if (rejected.size() < MAX_REJECTED) {
            rejected.add(new RejectedOutput(tool, where, reason));
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
