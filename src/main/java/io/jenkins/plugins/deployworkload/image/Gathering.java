package io.jenkins.plugins.deployworkload.image;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

    /** The last one found stands last, as more tags may belong to it. */
    void image(FoundImage image) throws UnreadableOutputException {
        images.removeIf(known -> known.repository().equals(image.repository())
                && known.tags().equals(image.tags())
                && known.source() == image.source()
                && Objects.equals(known.digest(), image.digest()));
        if (images.size() >= MAX_IMAGES) {
            throw new UnreadableOutputException(Messages.Output_tooMany(output, String.valueOf(MAX_IMAGES)));
        }
        images.add(image);
    }

    /**
     * An image that a log shows to be pushed or built after what stood above it: where that has the same name, the name has
     * moved on, as it does when a stage is run again.
     */
    void later(FoundImage image) throws UnreadableOutputException {
        for (int i = images.size() - 1; i >= 0; i--) {
            FoundImage earlier = images.get(i);
            if (earlier.digest() == null
                    || earlier.digest().equals(image.digest())
                    || !Reference.canonical(earlier.repository()).equals(Reference.canonical(image.repository()))) {
                continue;
            }
            List<String> left = new ArrayList<>(earlier.tags());
            if (!left.removeAll(image.answersTo())) {
                continue;
            }
            if (left.isEmpty()) {
                images.remove(i);
            } else {
                images.set(
                        i,
                        new FoundImage(
                                earlier.repository(), left, earlier.digest(), earlier.source(), earlier.where()));
            }
        }
        image(image);
    }

    /** The last image gets one more tag. */
    void tagLast(String tag) {
        FoundImage last = images.get(images.size() - 1);
        if (!last.tags().contains(tag) && last.tags().size() < MAX_NOTES) {
            List<String> tags = new ArrayList<>(last.tags());
            tags.add(tag);
            images.set(
                    images.size() - 1,
                    new FoundImage(last.repository(), tags, last.digest(), last.source(), last.where()));
        }
    }

    /** Whether the last image is from this reader, in this repository and without digest. */
    boolean lastIs(Tool tool, String repository) {
        if (images.isEmpty()) {
            return false;
        }
        FoundImage last = images.get(images.size() - 1);
        return last.source() == tool
                && last.digest() == null
                && !last.tags().isEmpty()
                && last.repository().equals(repository);
    }

    void digest(FoundDigest digest) {
        digests.add(digest);
    }

    void unusable(Tool tool, String where, String reason) {
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
