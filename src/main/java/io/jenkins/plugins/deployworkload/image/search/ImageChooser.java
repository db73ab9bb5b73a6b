package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.JibFile;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
import io.jenkins.plugins.deployworkload.image.model.AmbiguousImageException;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageException;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.NoImageException;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import java.util.List;
import java.util.stream.Stream;

/** Chooses among what was found. What is not certain is not chosen. */
public final class ImageChooser {

    private ImageChooser() {}

    /**
     * The only image that is meant.
     *
     * @throws AmbiguousImageException if there are several, or several digests for one tag
     * @throws NoImageException if there is none, or an output that must hold one could not be read; the message says what was
     *     looked at, and what was found but cannot be used
     */
    public static ChosenImage choose(Findings found, ImageQuery wish) throws ImageException {
        OciReference wanted = parseRepository(wish);
        List<RejectedOutput> unread =
                found.rejected().stream().filter(RejectedOutput::isUnreadable).toList();
        List<String> missed = unread.stream()
                .filter(output -> output.hasFileName(JibFile.NAME))
                .map(RejectedOutput::toString)
                .toList();
        if (!missed.isEmpty() && wish.repository() == null && wish.output() == null) {
            throw new NoImageException(ImageErrorMessage.of(Messages.ImageChooser_unreadableOutput(), missed));
        }
        List<FoundImage> images = KoPlatformFilter.withoutPlatformImages(found.images()).stream()
                .filter(image -> wish.output() == null || image.source() == wish.output())
                .filter(image -> !isAliased(image, found))
                .toList();
        List<ImageGroup> candidates = ImageGroup.of(images.stream()
                .filter(image -> wanted == null || matches(image, wanted))
                .toList());
        FoundImage paired = candidates.isEmpty() && wanted != null && wanted.tag() == null
                ? DigestsWithoutRepository.pair(found, wish, wanted, images)
                : null;
        if (paired != null) {
            candidates = ImageGroup.of(List.of(paired));
        }
        if (candidates.isEmpty()) {
            throw new NoImageException(ImageErrorMessage.noImage(found, wish));
        }
        ImageGroup only = single(candidates);
        if (wanted != null && wanted.tag() != null && wish.preferDigest() && !only.hasDigest()) {
            refuseUntagged(images, wanted, wish, only);
        }
        return only.toChosenImage(wish, wanted == null ? null : wanted.tag(), paired != null, unread);
    }

    private static ImageGroup single(List<ImageGroup> candidates) throws AmbiguousImageException {
        ImageGroup first = candidates.get(0);
        List<String> lines =
                candidates.stream().flatMap(image -> image.describe().stream()).toList();
        if (candidates.stream().map(ImageGroup::repository).distinct().count() > 1) {
            throw new AmbiguousImageException(ImageErrorMessage.of(Messages.ImageChooser_severalImages(), lines));
        }
        if (candidates.size() > 1 || !first.hasConflictingDigests() && first.isAmbiguous()) {
            throw new AmbiguousImageException(ImageErrorMessage.of(
                    Messages.ImageChooser_severalImagesOf(OutputText.excerpt(first.repository())), lines));
        }
        if (first.hasConflictingDigests()) {
            throw new AmbiguousImageException(ImageErrorMessage.of(Messages.ImageChooser_conflictingDigests(), lines));
        }
        return first;
    }

    /** A digest without a tag, of the repository whose tag was asked for, may be that of another image. */
    private static void refuseUntagged(List<FoundImage> images, OciReference wanted, ImageQuery wish, ImageGroup only)
            throws AmbiguousImageException {
        OciReference repository = new OciReference(wanted.repository(), null, null);
        List<String> untagged = images.stream()
                .filter(image -> image.tags().isEmpty() && image.digest() != null && matches(image, repository))
                .map(FoundImage::describe)
                .toList();
        if (!untagged.isEmpty()) {
            throw new AmbiguousImageException(ImageErrorMessage.of(
                    Messages.ImageChooser_digestWithoutTag(OutputText.excerpt(wish.repository())),
                    Stream.concat(only.describe().stream(), untagged.stream()).toList()));
        }
    }

    private static OciReference parseRepository(ImageQuery wish) throws NoImageException {
        if (wish.repository() == null) {
            return null;
        }
        OciReference wanted = OciReference.parse(wish.repository());
        if (wanted == null || wanted.digest() != null) {
            throw new NoImageException(Messages.ImageChooser_invalidRepository(OutputText.excerpt(wish.repository())));
        }
        return wanted;
    }

    private static boolean matches(FoundImage image, OciReference wanted) {
        return OciReference.normalized(image.repository()).equals(OciReference.normalized(wanted.repository()))
                && (wanted.tag() == null || image.effectiveTags().contains(wanted.tag()));
    }

    /** The name that an image had before it was tagged with the one that is found too. */
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
