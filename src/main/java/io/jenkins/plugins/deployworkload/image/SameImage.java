package io.jenkins.plugins.deployworkload.image;

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
final class SameImage {

    /** The mentions with one digest, or a single one without. */
    private static final class Named {
        private final List<FoundImage> mentions = new ArrayList<>();
        private final Set<String> tags = new LinkedHashSet<>();

        private void add(FoundImage image) {
            mentions.add(image);
            tags.addAll(image.answersTo());
        }

        private String digest() {
            return mentions.get(0).digest();
        }

        private boolean isWithin(Named other) {
            return other.tags.containsAll(tags);
        }

        private boolean fits(Named other) {
            return !tags.isEmpty() && !other.tags.isEmpty() && (isWithin(other) || other.isWithin(this));
        }
    }

    private final List<Named> names = new ArrayList<>();

    static List<SameImage> of(List<FoundImage> images) {
        List<SameImage> all = new ArrayList<>();
        for (Named named : named(images)) {
            SameImage joined = new SameImage();
            joined.names.add(named);
            // One may join what were two images until then.
            for (int i = all.size() - 1; i >= 0; i--) {
                if (all.get(i).isSame(joined)) {
                    SameImage earlier = all.remove(i);
                    earlier.names.addAll(joined.names);
                    joined = earlier;
                }
            }
            all.add(joined);
        }
        return all;
    }

    private static List<Named> named(List<FoundImage> images) {
        List<Named> all = new ArrayList<>();
        Map<String, Named> byDigest = new LinkedHashMap<>();
        for (FoundImage image : images) {
            Named named = image.digest() == null
                    ? new Named()
                    : byDigest.computeIfAbsent(
                            Reference.canonical(image.repository()) + "@" + image.digest(), absent -> new Named());
            if (named.mentions.isEmpty()) {
                all.add(named);
            }
            named.add(image);
        }
        return all;
    }

    private boolean isSame(SameImage other) {
        return repository().equals(other.repository())
                && names.stream().anyMatch(name -> other.names.stream().anyMatch(name::fits));
    }

    String repository() {
        return Reference.canonical(names.get(0).mentions.get(0).repository());
    }

    /** One name for several images: which it is now, only the registry knows. */
    boolean isContradictory() {
        return names.stream()
                        .map(Named::digest)
                        .filter(digest -> digest != null)
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * Whether each of two outputs gives it a tag that the other does not: they may be of two builds. Not if the digest was found
     * under all the tags of both.
     */
    boolean isUncertain() {
        return names.stream()
                .anyMatch(one -> names.stream()
                        .filter(other -> !one.isWithin(other) && !other.isWithin(one))
                        .anyMatch(other -> names.stream()
                                .noneMatch(whole ->
                                        whole.digest() != null && one.isWithin(whole) && other.isWithin(whole))));
    }

    boolean hasDigest() {
        return names.stream().anyMatch(name -> name.digest() != null);
    }

    /** A line a mention, for errors. */
    List<String> lines() {
        return mentions().stream().map(FoundImage::line).toList();
    }

    private List<FoundImage> mentions() {
        return names.stream().flatMap(name -> name.mentions.stream()).toList();
    }

    ChosenImage chosen(ImageWish wish, String tag, boolean paired, List<Unusable> unread) {
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
        FoundImage whole =
                new FoundImage(best.repository(), List.copyOf(all), best.digest(), pushed, best.source(), best.where());
        String reference = tag != null && (whole.digest() == null || !wish.preferDigest())
                ? whole.repository() + ":" + tag
                : whole.reference(wish.preferDigest());
        List<String> outputs = mentions.stream()
                .map(image -> image.source().at(image.where()))
                .distinct()
                .toList();
        return new ChosenImage(whole, reference, outputs, pushed, paired, unread);
    }
}
