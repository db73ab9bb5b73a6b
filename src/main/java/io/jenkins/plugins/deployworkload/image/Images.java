package io.jenkins.plugins.deployworkload.image;

import java.util.List;
import java.util.stream.Stream;

/** Chooses among what was found. What is not certain is not chosen. */
public final class Images {

    private Images() {}

    /**
     * The only image that is meant.
     *
     * @throws AmbiguousImageException if there are several, or several digests for one tag
     * @throws NoImageException if there is none, or an output that must hold one could not be read; the message says what was
     *     looked at, and what was found but cannot be used
     */
    public static ChosenImage choose(Findings found, ImageWish wish) throws ImageException {
        Reference wanted = wanted(wish);
        List<Unusable> unread =
                found.unusable().stream().filter(Unusable::isUnread).toList();
        List<String> missed = unread.stream()
                .filter(output -> output.isNamed(JibFile.NAME))
                .map(Unusable::toString)
                .toList();
        if (!missed.isEmpty() && wish.repository() == null && wish.output() == null) {
            throw new NoImageException(Explanation.of(Messages.Images_unread(), missed));
        }
        List<FoundImage> images = KoIndexes.only(found.images()).stream()
                .filter(image -> wish.output() == null || image.source() == wish.output())
                .filter(image -> !isAliased(image, found))
                .toList();
        List<SameImage> candidates = SameImage.of(images.stream()
                .filter(image -> wanted == null || isWanted(image, wanted))
                .toList());
        FoundImage paired = candidates.isEmpty() && wanted != null && wanted.tag() == null
                ? LoneDigests.paired(found, wish, wanted, images)
                : null;
        if (paired != null) {
            candidates = SameImage.of(List.of(paired));
        }
        if (candidates.isEmpty()) {
            throw new NoImageException(Explanation.none(found, wish));
        }
        SameImage only = only(candidates);
        if (wanted != null && wanted.tag() != null && wish.preferDigest() && !only.hasDigest()) {
            refuseUntagged(images, wanted, wish, only);
        }
        return only.chosen(wish, wanted == null ? null : wanted.tag(), paired != null, unread);
    }

    private static SameImage only(List<SameImage> candidates) throws AmbiguousImageException {
        SameImage first = candidates.get(0);
        List<String> lines =
                candidates.stream().flatMap(image -> image.lines().stream()).toList();
        if (candidates.stream().map(SameImage::repository).distinct().count() > 1) {
            throw new AmbiguousImageException(Explanation.of(Messages.Images_several(), lines));
        }
        if (candidates.size() > 1 || !first.isContradictory() && first.isUncertain()) {
            throw new AmbiguousImageException(
                    Explanation.of(Messages.Images_severalOf(OutputText.quoted(first.repository())), lines));
        }
        if (first.isContradictory()) {
            throw new AmbiguousImageException(Explanation.of(Messages.Images_contradiction(), lines));
        }
        return first;
    }

    /** A digest without a tag, of the repository whose tag was asked for, may be that of another image. */
    private static void refuseUntagged(List<FoundImage> images, Reference wanted, ImageWish wish, SameImage only)
            throws AmbiguousImageException {
        Reference repository = new Reference(wanted.repository(), null, null);
        List<String> untagged = images.stream()
                .filter(image -> image.tags().isEmpty() && image.digest() != null && isWanted(image, repository))
                .map(FoundImage::line)
                .toList();
        if (!untagged.isEmpty()) {
            throw new AmbiguousImageException(Explanation.of(
                    Messages.Images_untagged(OutputText.quoted(wish.repository())),
                    Stream.concat(only.lines().stream(), untagged.stream()).toList()));
        }
    }

    private static Reference wanted(ImageWish wish) throws NoImageException {
        if (wish.repository() == null) {
            return null;
        }
        Reference wanted = Reference.parse(wish.repository());
        if (wanted == null || wanted.digest() != null) {
            throw new NoImageException(Messages.Images_wish(OutputText.quoted(wish.repository())));
        }
        return wanted;
    }

    private static boolean isWanted(FoundImage image, Reference wanted) {
        return Reference.canonical(image.repository()).equals(Reference.canonical(wanted.repository()))
                && (wanted.tag() == null || image.answersTo().contains(wanted.tag()));
    }

    /** The name that an image had before it was tagged with the one that is found too. */
    private static boolean isAliased(FoundImage image, Findings found) {
        return image.digest() == null
                && found.aliases().stream()
                        .filter(alias -> isNamed(image, alias.from()))
                        .anyMatch(alias -> found.images().stream()
                                .anyMatch(other -> other != image && isNamed(other, alias.to())));
    }

    private static boolean isNamed(FoundImage image, String name) {
        Reference reference = Reference.parse(name);
        return reference != null
                && reference.digest() == null
                && isWanted(
                        image,
                        new Reference(
                                reference.repository(), reference.tag() == null ? "latest" : reference.tag(), null));
    }
}
