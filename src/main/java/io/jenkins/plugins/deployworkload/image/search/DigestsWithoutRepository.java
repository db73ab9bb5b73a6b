package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The digests of outputs that do not say of which repository they are. */
final class DigestsWithoutRepository {

    private DigestsWithoutRepository() {}

    /**
     * Such a digest becomes an image with the repository that was asked for, if it can be of no other: it is the only one, and
     * its tool was named, or nothing else was found at all.
     *
     * @param others the images that were found
     * @return {@code null} if there is none
     */
    static FoundImage pair(Findings found, ImageQuery wish, OciReference wanted, List<FoundImage> others)
            throws AmbiguousImageException {
        if (!others.isEmpty() && wish.output() == null) {
            return null;
        }
        List<FoundDigest> usable = found.digests().stream()
                .filter(digest -> wish.includes(digest.source(), digest.location()))
                .filter(digest -> rejectionReason(digest, found) == null)
                .toList();
        Set<String> distinct = new LinkedHashSet<>();
        usable.forEach(digest -> distinct.add(digest.digest()));
        if (distinct.size() > 1) {
            throw new AmbiguousImageException(ImageErrorMessage.of(
                    Messages.DigestsWithoutRepository_severalDigests(OutputText.excerpt(wish.repository())),
                    usable.stream().map(FoundDigest::describe).toList()));
        }
        if (usable.isEmpty()) {
            return null;
        }
        FoundDigest only = usable.get(0);
        return FoundImage.of(
                new OciReference(wanted.repository(), null, only.digest()), only.source(), only.location());
    }

    /** Why such a digest cannot be used; {@code null} if it can. */
    static String rejectionReason(FoundDigest digest, Findings found) {
        String digits = digest.digest().substring(Digest.PREFIX.length());
        if (found.imageIds().stream().anyMatch(digits::startsWith)) {
            return Messages.Digest_imageId(digest.digest());
        }
        Optional<String> beside =
                ImageFiles.companionFile(digest.location(), digest.source()).filter(found.outputsRead()::contains);
        if (beside.isPresent()) {
            return Messages.Jib_jsonDecides(beside.get());
        }
        return found.images().stream().anyMatch(image -> digest.digest().equals(image.digest()))
                ? Messages.Digest_namedElsewhere()
                : null;
    }
}
