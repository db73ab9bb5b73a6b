package io.jenkins.plugins.deployworkload.image;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One image, as all the outputs together know it: what has the same repository, and the same digest or a tag in common. */
final class SameImage {

    private final List<FoundImage> mentions = new ArrayList<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private final Set<String> digests = new LinkedHashSet<>();

    static List<SameImage> of(List<FoundImage> images) {
        List<SameImage> all = new ArrayList<>();
        for (FoundImage image : images) {
            SameImage joined = new SameImage();
            joined.add(image);
            // A mention may join what were two images until then.
            for (int i = all.size() - 1; i >= 0; i--) {
                if (all.get(i).isSame(image)) {
                    SameImage earlier = all.remove(i);
                    joined.mentions.forEach(earlier::add);
                    joined = earlier;
                }
            }
            all.add(joined);
        }
        return all;
    }

    private boolean isSame(FoundImage image) {
        return repository().equals(Reference.canonical(image.repository()))
                && (image.digest() != null && digests.contains(image.digest())
                        || image.answersTo().stream().anyMatch(tags::contains));
    }

    private void add(FoundImage image) {
        mentions.add(image);
        tags.addAll(image.answersTo());
        if (image.digest() != null) {
            digests.add(image.digest());
        }
    }

    String repository() {
        return Reference.canonical(mentions.get(0).repository());
    }

    /** One name for several images: which it is now, only the registry knows. */
    boolean isContradictory() {
        return digests.size() > 1;
    }

    /** A line a mention, for errors. */
    List<String> lines() {
        return mentions.stream()
                .map(image -> image.full() + " (" + output(image) + ")")
                .toList();
    }

    ChosenImage chosen(ImageWish wish, String tag) {
        FoundImage best = mentions.stream()
                .filter(image -> image.digest() != null)
                .findFirst()
                .orElse(mentions.get(0));
        Set<String> all = new LinkedHashSet<>();
        if (tag != null) {
            all.add(tag);
        }
        mentions.forEach(image -> all.addAll(image.tags()));
        FoundImage whole =
                new FoundImage(best.repository(), List.copyOf(all), best.digest(), best.source(), best.where());
        String reference = tag != null && (whole.digest() == null || !wish.preferDigest())
                ? whole.repository() + ":" + tag
                : whole.reference(wish.preferDigest());
        return new ChosenImage(
                whole,
                reference,
                mentions.stream().map(SameImage::output).distinct().toList());
    }

    private static String output(FoundImage image) {
        return image.source().label() + ", " + image.where();
    }
}
