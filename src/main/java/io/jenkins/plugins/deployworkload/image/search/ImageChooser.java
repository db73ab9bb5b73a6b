package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.JibFile;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageException;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.NoImageException;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import java.util.List;
import java.util.stream.Stream;

/** Chooses the image that a query selects, and never guesses between several images. */
public final class ImageChooser {

    private ImageChooser() {}

    /**
     * Chooses the only image that matches the query.
     *
     * @throws AmbiguousImageException if several images match, or one tag has several digests
     * @throws NoImageException if no image matches, or {@code jib-image.json} cannot be read. The exception's message
     *     lists the outputs that were read, and the findings that cannot be used
     */
    public static ChosenImage choose(Findings found, ImageQuery query) throws ImageException {
        OciReference repository = parseRepository(query);
        List<RejectedOutput> unreadable =
                found.rejected().stream().filter(RejectedOutput::isUnreadable).toList();
        List<String> unreadableJib = unreadable.stream()
                .filter(output -> output.hasFileName(JibFile.NAME))
                .map(RejectedOutput::toString)
                .toList();
        if (!unreadableJib.isEmpty() && query.repository() == null && query.output() == null) {
            throw new NoImageException(ImageErrorMessage.of(Messages.ImageChooser_unreadableOutput(), unreadableJib));
        }
        List<FoundImage> images = KoPlatformFilter.withoutPlatformImages(found.images()).stream()
                .filter(image -> query.output() == null || image.source() == query.output())
                .filter(image -> !isAliased(image, found))
                .toList();
        List<ImageGroup> candidates = ImageGroup.of(images.stream()
                .filter(image -> repository == null || matches(image, repository))
                .toList());
        FoundImage paired = candidates.isEmpty() && repository != null && repository.tag() == null
                ? DigestsWithoutRepository.pair(found, query, repository, images)
                : null;
        if (paired != null) {
            candidates = ImageGroup.of(List.of(paired));
        }
        if (candidates.isEmpty()) {
            throw new NoImageException(ImageErrorMessage.noImage(found, query));
        }
        ImageGroup chosen = single(candidates);
        if (repository != null && repository.tag() != null && query.preferDigest() && !chosen.hasDigest()) {
            refuseUntagged(images, repository, query, chosen);
        }
        return chosen.toChosenImage(query, repository == null ? null : repository.tag(), paired != null, unreadable);
    }

    private static ImageGroup single(List<ImageGroup> candidates) throws AmbiguousImageException {
        ImageGroup first = candidates.get(0);
        List<String> lines =
                candidates.stream().flatMap(image -> image.describe().stream()).toList();
        if (candidates.stream().map(ImageGroup::repository).distinct().count() > 1) {
            throw new AmbiguousImageException(ImageErrorMessage.of(Messages.ImageChooser_severalImages(), lines));
        }
        if (candidates.size() > 1 || !first.hasConflictingDigests() && first.isAmbiguous()) {
            throw new AmbiguousImageException(
                    ImageErrorMessage.of(Messages.ImageChooser_severalImagesOf(Excerpt.of(first.repository())), lines));
        }
        if (first.hasConflictingDigests()) {
            throw new AmbiguousImageException(ImageErrorMessage.of(Messages.ImageChooser_conflictingDigests(), lines));
        }
        return first;
    }

    /**
     * Refuses to use a tag if another output contains a digest of the same repository without a tag. It is unknown
     * whether this other digest belongs to the same image as the tag.
     */
    private static void refuseUntagged(
            List<FoundImage> images, OciReference tagged, ImageQuery query, ImageGroup chosen)
            throws AmbiguousImageException {
        OciReference repository = new OciReference(tagged.repository(), null, null);
        List<String> untagged = images.stream()
                .filter(image -> image.tags().isEmpty() && image.digest() != null && matches(image, repository))
                .map(FoundImage::describe)
                .toList();
        if (!untagged.isEmpty()) {
            throw new AmbiguousImageException(ImageErrorMessage.of(
                    Messages.ImageChooser_digestWithoutTag(Excerpt.of(query.repository())),
                    Stream.concat(chosen.describe().stream(), untagged.stream()).toList()));
        }
    }

    private static OciReference parseRepository(ImageQuery query) throws NoImageException {
        if (query.repository() == null) {
            return null;
        }
        OciReference repository = OciReference.parse(query.repository());
        if (repository == null || repository.digest() != null) {
            throw new NoImageException(Messages.ImageChooser_invalidRepository(Excerpt.of(query.repository())));
        }
        return repository;
    }

    private static boolean matches(FoundImage image, OciReference reference) {
        return OciReference.normalized(image.repository()).equals(OciReference.normalized(reference.repository()))
                && (reference.tag() == null || image.effectiveTags().contains(reference.tag()));
    }

    /**
     * Whether the image has a second name from a {@code docker tag} command, and was also found by this second name.
     */
    private static boolean isAliased(FoundImage image, Findings found) {
        return image.digest() == null
                && found.aliases().stream()
                        .filter(alias -> hasName(image, alias.from()))
                        .anyMatch(alias -> found.images().stream()
                                .anyMatch(other -> other != image && hasName(other, alias.to())));
    }

    private static boolean hasName(FoundImage image, String name) {
        OciReference reference = OciReference.parse(name);
        return reference != null
                && reference.digest() == null
                && matches(
                        image,
                        new OciReference(
                                reference.repository(), reference.tag() == null ? "latest" : reference.tag(), null));
    }
}
