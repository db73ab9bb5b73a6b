package io.jenkins.plugins.deployworkload.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jvnet.localizer.Localizable;

/** What the readers of one output find. Its size is bounded, whatever the output holds. */
final class Gathering {

    /** Builds name some, a matrix of targets some dozens. */
    static final int MAX_IMAGES = 1000;

    private static final int MAX_NOTES = 50;
    private static final int MAX_IDS = 1000;

    private final String output;
    private final List<FoundImage> images = new ArrayList<>();
    private final Set<FoundDigest> digests = new LinkedHashSet<>();
    private final Set<Unusable> unusable = new LinkedHashSet<>();
    private final Set<String> imageIds = new LinkedHashSet<>();
    private final Set<Findings.Alias> aliases = new LinkedHashSet<>();

    Gathering(String output) {
        this.output = output;
    }

    String output() {
        return output;
    }

    void image(FoundImage image) throws UnreadableOutputException {
        if (Reference.isLocal(image.repository())) {
            unusable(image.source(), image.where(), Messages._Image_local(image.full()));
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
    void built(FoundImage image) throws UnreadableOutputException {
        moved(image.repository(), image.answersTo(), earlier -> true);
        image(image);
    }

    /** An image that a log shows to be pushed, perhaps the one that was built above: only other digests lose its name. */
    void pushed(FoundImage image) throws UnreadableOutputException {
        moved(
                image.repository(),
                image.answersTo(),
                earlier -> earlier.digest() != null && !earlier.digest().equals(image.digest()));
        for (int i = images.size() - 1; image.digest() == null && i >= 0; i--) {
            FoundImage built = images.get(i);
            if (built.source() == image.source()
                    && built.repository().equals(image.repository())
                    && built.answersTo().containsAll(image.answersTo())) {
                images.set(i, built.asPushed());
                return;
            }
        }
        image(image);
    }

    /**
     * One more tag of an image that was built.
     *
     * @return the image with all its tags; with this one alone if it has lost what it was known by
     */
    FoundImage tagged(FoundImage known, String tag) throws UnreadableOutputException {
        if (known.tags().isEmpty() || !images.contains(known)) {
            FoundImage other = known.withTags(List.of(tag));
            built(other);
            return other;
        }
        if (known.tags().contains(tag) || known.tags().size() >= MAX_NOTES) {
            return known;
        }
        moved(known.repository(), List.of(tag), earlier -> true);
        List<String> tags = new ArrayList<>(known.tags());
        tags.add(tag);
        FoundImage more = known.withTags(tags);
        images.set(images.indexOf(known), more);
        return more;
    }

    private void moved(String repository, List<String> tags, Predicate<FoundImage> from) {
        String canonical = Reference.canonical(repository);
        for (int i = images.size() - 1; i >= 0; i--) {
            FoundImage earlier = images.get(i);
            if (Collections.disjoint(earlier.answersTo(), tags)
                    || !from.test(earlier)
                    || !Reference.canonical(earlier.repository()).equals(canonical)) {
                continue;
            }
            List<String> left = new ArrayList<>(earlier.answersTo());
            left.removeAll(tags);
            if (left.isEmpty()) {
                images.remove(i);
            } else {
                images.set(i, earlier.withTags(left));
            }
        }
    }

    void digest(FoundDigest digest) {
        digests.add(digest);
    }

    void unusable(Tool tool, String where, Localizable reason) {
        if (unusable.size() < MAX_NOTES) {
            unusable.add(new Unusable(tool, where, reason));
        }
    }

    void imageId(String id) {
        String digits = id.startsWith(Digest.PREFIX) ? id.substring(Digest.PREFIX.length()) : id;
        if (imageIds.size() < MAX_IDS && digits.length() >= 12 && digits.length() <= 64) {
            imageIds.add(digits);
        }
    }

    void alias(String from, String to) {
        if (aliases.size() < MAX_IDS) {
            aliases.add(new Findings.Alias(from, to));
        }
    }

    Findings findings() {
        return new Findings(
                images,
                List.copyOf(digests),
                List.copyOf(unusable),
                List.of(output),
                List.copyOf(imageIds),
                List.copyOf(aliases));
    }
}
