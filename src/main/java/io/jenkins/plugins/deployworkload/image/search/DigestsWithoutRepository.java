package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundDigest;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Handles digests from outputs that do not name a repository. */
final class DigestsWithoutRepository {

    private DigestsWithoutRepository() {}

    /**
     * Creates an image from the query's repository and a digest that has no repository. The outputs must contain only
     * one digest without a repository. In addition, the query must name the tool of the digest, or the outputs must
     * contain no image.
     *
     * @param repository the repository of the query
     * @param images the images that were found
     * @return the image; {@code null} if there is no digest to use
     */
    static FoundImage pair(Findings found, ImageQuery query, OciReference repository, List<FoundImage> images)
            throws AmbiguousImageException {
        if (!images.isEmpty() && query.output() == null) {
            return null;
        }
        List<FoundDigest> usable = found.digests().stream()
                .filter(digest -> query.includes(digest.source(), digest.location()))
                .filter(digest -> rejectionReason(digest, found) == null)
                .toList();
        Set<String> distinct = new LinkedHashSet<>();
        usable.forEach(digest -> distinct.add(digest.digest()));
        if (distinct.size() > 1) {
            throw new AmbiguousImageException(ImageErrorMessage.of(
                    Messages.DigestsWithoutRepository_severalDigests(Excerpt.of(query.repository())),
                    usable.stream().map(FoundDigest::describe).toList()));
        }
        if (usable.isEmpty()) {
            return null;
        }
        FoundDigest only = usable.get(0);
        return FoundImage.of(
                new OciReference(repository.repository(), null, only.digest()), only.source(), only.location());
    }

    /** The reason why the digest cannot be used; {@code null} if the digest can be used. */
    static String rejectionReason(FoundDigest digest, Findings found) {
        String digits = digest.digest().substring(Digest.PREFIX.length());
        if (found.imageIds().stream().anyMatch(digits::startsWith)) {
            return Messages.Digest_imageId(digest.digest());
        }
        Optional<String> companion =
                ImageFiles.companionFile(digest.location(), digest.source()).filter(found.outputsRead()::contains);
        if (companion.isPresent()) {
            return Messages.DigestsWithoutRepository_companionFileUsed(companion.get());
        }
        return found.images().stream().anyMatch(image -> digest.digest().equals(image.digest()))
                ? Messages.DigestsWithoutRepository_inOtherOutput()
                : null;
    }
}
