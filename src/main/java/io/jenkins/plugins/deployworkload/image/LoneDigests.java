package io.jenkins.plugins.deployworkload.image;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The digests of outputs that do not say of which repository they are. */
final class LoneDigests {

    private LoneDigests() {}

    /**
     * Such a digest becomes an image with the repository that was asked for, if it can be of no other: it is the only one, and
     * its tool was named, or nothing else was found at all.
     *
     * @param others the images that were found
     * @return {@code null} if there is none
     */
    static FoundImage paired(Findings found, ImageWish wish, Reference wanted, List<FoundImage> others)
            throws AmbiguousImageException {
        if (!others.isEmpty() && wish.output() == null) {
            return null;
        }
        List<FoundDigest> usable = found.digests().stream()
                .filter(digest -> wish.counts(digest.source(), digest.where()))
                .filter(digest -> reasonAgainst(digest, found) == null)
                .toList();
        Set<String> distinct = new LinkedHashSet<>();
        usable.forEach(digest -> distinct.add(digest.digest()));
        if (distinct.size() > 1) {
            throw new AmbiguousImageException(Explanation.of(
                    Messages.Images_severalDigests(OutputText.quoted(wish.repository())),
                    usable.stream().map(FoundDigest::line).toList()));
        }
        if (usable.isEmpty()) {
            return null;
        }
        FoundDigest only = usable.get(0);
        return FoundImage.of(new Reference(wanted.repository(), null, only.digest()), only.source(), only.where());
    }

    /** Why such a digest cannot be used; {@code null} if it can. */
    static String reasonAgainst(FoundDigest digest, Findings found) {
        String digits = digest.digest().substring(Digest.PREFIX.length());
        if (found.imageIds().stream().anyMatch(digits::startsWith)) {
            return Messages.Digest_imageId(digest.digest());
        }
        Optional<String> beside =
                ImageFiles.beside(digest.where(), digest.source()).filter(found.looked()::contains);
        if (beside.isPresent()) {
            return Messages.Jib_beside(beside.get());
        }
        return found.images().stream().anyMatch(image -> digest.digest().equals(image.digest()))
                ? Messages.Digest_other()
                : null;
    }
}
