package io.jenkins.plugins.deployworkload.image;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Chooses among what was found. What is not certain is not chosen. */
public final class Images {

    private static final int MAX_LINES = 30;

    private Images() {}

    /**
     * The only image that is meant.
     *
     * @throws AmbiguousImageException if there are several, or several digests for one tag
     * @throws NoImageException if there is none; the message says what was looked at, and what was found but cannot be used
     */
    public static ChosenImage choose(Findings found, ImageWish wish) throws ImageException {
        Reference wanted = wanted(wish);
        List<FoundImage> images = found.images().stream()
                .filter(image -> wish.output() == null || image.source() == wish.output())
                .filter(image -> !isAliased(image, found))
                .toList();
        List<SameImage> candidates = SameImage.of(images.stream()
                .filter(image -> wanted == null || isWanted(image, wanted))
                .toList());
        if (candidates.isEmpty() && wanted != null && wanted.tag() == null) {
            FoundImage paired = paired(found, wish, wanted, images);
            if (paired != null) {
                candidates = SameImage.of(List.of(paired));
            }
        }
        if (candidates.isEmpty()) {
            throw new NoImageException(none(found, wish, images));
        }
        List<String> lines =
                candidates.stream().flatMap(image -> image.lines().stream()).toList();
        if (candidates.size() > 1) {
            throw new AmbiguousImageException(withLines(
                    wanted == null
                            ? Messages.Images_several()
                            : Messages.Images_severalOf(OutputText.quoted(wish.repository())),
                    lines));
        }
        SameImage only = candidates.get(0);
        if (only.isContradictory()) {
            throw new AmbiguousImageException(withLines(Messages.Images_contradiction(), lines));
        }
        return only.chosen(wish, wanted == null ? null : wanted.tag());
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

    /**
     * A bare digest becomes an image with the repository that was asked for, if it can be of no other: it is the only one,
     * and its tool was named, or nothing else was found at all.
     */
    private static FoundImage paired(Findings found, ImageWish wish, Reference wanted, List<FoundImage> images)
            throws AmbiguousImageException {
        boolean others = images.stream().anyMatch(image -> !Reference.isLocal(image.repository()));
        if (others && wish.output() == null) {
            return null;
        }
        List<FoundDigest> usable = found.digests().stream()
                .filter(digest -> wish.output() == null || digest.source() == wish.output())
                .filter(digest -> reasonAgainst(digest, found) == null)
                .toList();
        Set<String> distinct = new LinkedHashSet<>();
        usable.forEach(digest -> distinct.add(digest.digest()));
        if (distinct.size() > 1) {
            throw new AmbiguousImageException(withLines(
                    Messages.Images_severalDigests(OutputText.quoted(wish.repository())),
                    usable.stream().map(Images::line).toList()));
        }
        return usable.isEmpty()
                ? null
                : new FoundImage(
                        wanted.repository(),
                        List.of(),
                        usable.get(0).digest(),
                        usable.get(0).source(),
                        usable.get(0).where());
    }

    /** Why a bare digest cannot be used; {@code null} if it can. */
    private static String reasonAgainst(FoundDigest digest, Findings found) {
        String digits = digest.digest().substring(Digest.PREFIX.length());
        if (found.imageIds().stream().anyMatch(digits::startsWith)) {
            return Messages.Digest_imageId(digest.digest());
        }
        String where = digest.where();
        String beside = where.substring(0, where.lastIndexOf('/') + 1) + "jib-image.json";
        if (digest.source() == Tool.JIB && found.looked().contains(beside)) {
            return Messages.Jib_beside(beside);
        }
        return found.images().stream().anyMatch(image -> digest.digest().equals(image.digest()))
                ? Messages.Digest_other()
                : null;
    }

    private static String none(Findings found, ImageWish wish, List<FoundImage> others) {
        List<String> lines = new ArrayList<>();
        found.looked().forEach(output -> lines.add(Messages.Images_looked(output)));
        others.forEach(image -> lines.add(
                Messages.Images_other(image.full() + " (" + image.source().label() + ", " + image.where() + ")")));
        found.unusable().forEach(unusable -> lines.add(unusable.toString()));
        for (FoundDigest digest : found.digests()) {
            String reason = reasonAgainst(digest, found);
            lines.add(line(digest) + ": " + (reason == null ? Messages.Digest_noRepository() : reason));
        }
        if (found.looked().isEmpty()) {
            lines.add(Messages.Images_nothingLooked());
        }
        String what = wish.repository() == null
                ? Messages.Images_none()
                : Messages.Images_noneOf(OutputText.quoted(wish.repository()));
        return withLines(
                wish.output() == null
                        ? what
                        : what + " " + Messages.Images_only(wish.output().label()),
                lines);
    }

    private static String line(FoundDigest digest) {
        return digest.digest() + " (" + digest.source().label() + ", " + digest.where() + ")";
    }

    private static String withLines(String sentence, List<String> lines) {
        Stream<String> more =
                lines.size() > MAX_LINES ? Stream.of("… (" + (lines.size() - MAX_LINES) + ")") : Stream.empty();
        StringBuilder message = new StringBuilder(sentence);
        Stream.concat(lines.stream().limit(MAX_LINES), more)
                .forEach(line -> message.append("\n  ").append(line));
        return message.toString();
    }
}
