package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One image, as all the outputs together know it: what has the same repository and the same digest, or the same tags, or some of
 * the tags and no other. A tag in common is not enough: {@code latest} is on the image of this build, and was on that of the
 * last.
 */
final class ImageGroup {

    /** The mentions with one digest, or a single one without. */
    private static final class DigestGroup {
        private final List<FoundImage> mentions = new ArrayList<>();
        private final Set<String> tags = new LinkedHashSet<>();

        private void add(FoundImage image) {
            mentions.add(image);
            tags.addAll(image.effectiveTags());
        }

        private String digest() {
            return mentions.get(0).digest();
        }

        private boolean tagsWithin(DigestGroup other) {
            return other.tags.containsAll(tags);
        }

        private boolean sharesTagsWith(DigestGroup other) {
            return !tags.isEmpty() && !other.tags.isEmpty() && (tagsWithin(other) || other.tagsWithin(this));
        }
    }

    private final List<DigestGroup> groups = new ArrayList<>();

    static List<ImageGroup> of(List<FoundImage> images) {
        List<ImageGroup> all = new ArrayList<>();
        for (DigestGroup named : groupByDigest(images)) {
            ImageGroup joined = new ImageGroup();
            joined.groups.add(named);
            // One may join what were two images until then.
            for (int i = all.size() - 1; i >= 0; i--) {
                if (all.get(i).isSameImage(joined)) {
                    ImageGroup earlier = all.remove(i);
                    earlier.groups.addAll(joined.groups);
                    joined = earlier;
                }
            }
            all.add(joined);
        }
        return all;
    }

    private static List<DigestGroup> groupByDigest(List<FoundImage> images) {
        List<DigestGroup> all = new ArrayList<>();
        Map<String, DigestGroup> byDigest = new LinkedHashMap<>();
        for (FoundImage image : images) {
            DigestGroup named = image.digest() == null
                    ? new DigestGroup()
                    : byDigest.computeIfAbsent(
                            OciReference.normalized(image.repository()) + "@" + image.digest(),
                            absent -> new DigestGroup());
            if (named.mentions.isEmpty()) {
                all.add(named);
            }
            named.add(image);
        }
        return all;
    }

    private boolean isSameImage(ImageGroup other) {
        return repository().equals(other.repository())
                && groups.stream().anyMatch(name -> other.groups.stream().anyMatch(name::sharesTagsWith));
    }

    String repository() {
        return OciReference.normalized(groups.get(0).mentions.get(0).repository());
    }

    /** One name for several images: which it is now, only the registry knows. */
    boolean hasConflictingDigests() {
        return groups.stream()
                        .map(DigestGroup::digest)
                        .filter(digest -> digest != null)
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * Whether each of two outputs gives it a tag that the other does not: they may be of two builds. Not if the digest was found
     * under all the tags of both.
     */
    boolean isAmbiguous() {
        return groups.stream()
                .anyMatch(one -> groups.stream()
                        .filter(other -> !one.tagsWithin(other) && !other.tagsWithin(one))
                        .anyMatch(other -> groups.stream()
                                .noneMatch(whole ->
                                        whole.digest() != null && one.tagsWithin(whole) && other.tagsWithin(whole))));
    }

    boolean hasDigest() {
        return groups.stream().anyMatch(name -> name.digest() != null);
    }

    /** A line a mention, for errors. */
    List<String> describe() {
        return mentions().stream().map(FoundImage::describe).toList();
    }

    private List<FoundImage> mentions() {
        return groups.stream().flatMap(name -> name.mentions.stream()).toList();
    }

    ChosenImage toChosenImage(ImageQuery wish, String tag, boolean paired, List<RejectedOutput> unread) {
        List<FoundImage> mentions = mentions();
        FoundImage best = mentions.stream()
                .filter(image -> image.digest() != null)
                .findFirst()
                .orElse(mentions.get(0));
        boolean pushed = mentions.stream().anyMatch(FoundImage::pushed);
        Set<String> all = new LinkedHashSet<>();
        if (tag != null) {
            all.add(tag);
        }
        mentions.forEach(image -> all.addAll(image.tags()));
        FoundImage whole = new FoundImage(
                best.repository(), List.copyOf(all), best.digest(), pushed, best.source(), best.location());
        String reference = tag != null && (whole.digest() == null || !wish.preferDigest())
                ? whole.repository() + ":" + tag
                : whole.reference(wish.preferDigest());
        List<String> outputs = mentions.stream()
                .map(image -> image.source().outputAt(image.location()))
                .distinct()
                .toList();
        return new ChosenImage(whole, reference, outputs, pushed, paired, unread);
    }
}
