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
 * All findings of one image. Two findings belong to one image if they have the same repository and the same digest. Two
 * findings of the same repository also belong to one image if one of them has all tags of the other one. A single
 * common tag is not enough: the image of this build and the image of the previous build both have the tag
 * {@code latest}.
 */
final class ImageGroup {

    /** The findings with the same digest, or a single finding without a digest. */
    private static final class DigestGroup {
        private final List<FoundImage> images = new ArrayList<>();
        private final Set<String> tags = new LinkedHashSet<>();

        private void add(FoundImage image) {
            images.add(image);
            tags.addAll(image.effectiveTags());
        }

        private String digest() {
            return images.get(0).digest();
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
        for (DigestGroup group : groupByDigest(images)) {
            ImageGroup joined = new ImageGroup();
            joined.groups.add(group);
            // If the new group belongs to two images that were separate until now, join the two images.
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
            DigestGroup group = image.digest() == null
                    ? new DigestGroup()
                    : byDigest.computeIfAbsent(
                            OciReference.normalized(image.repository()) + "@" + image.digest(),
                            absent -> new DigestGroup());
            if (group.images.isEmpty()) {
                all.add(group);
            }
            group.add(image);
        }
        return all;
    }

    private boolean isSameImage(ImageGroup other) {
        return repository().equals(other.repository())
                && groups.stream().anyMatch(group -> other.groups.stream().anyMatch(group::sharesTagsWith));
    }

    String repository() {
        return OciReference.normalized(groups.get(0).images.get(0).repository());
    }

    /** Whether the image has several digests. If it has, only the registry knows the current digest of its tag. */
    boolean hasConflictingDigests() {
        return groups.stream()
                        .map(DigestGroup::digest)
                        .filter(digest -> digest != null)
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * Whether two findings each have a tag that the other one does not have. Such findings may be from different
     * builds. The group is not ambiguous if a third finding has a digest and all tags of the two findings.
     */
    boolean isAmbiguous() {
        return groups.stream()
                .anyMatch(group -> groups.stream()
                        .filter(other -> !group.tagsWithin(other) && !other.tagsWithin(group))
                        .anyMatch(other -> groups.stream()
                                .noneMatch(both ->
                                        both.digest() != null && group.tagsWithin(both) && other.tagsWithin(both))));
    }

    boolean hasDigest() {
        return groups.stream().anyMatch(group -> group.digest() != null);
    }

    /** One line for each finding, for error messages. */
    List<String> describe() {
        return images().stream().map(FoundImage::describe).toList();
    }

    private List<FoundImage> images() {
        return groups.stream().flatMap(group -> group.images.stream()).toList();
    }

    ChosenImage toChosenImage(
            ImageQuery query, String tag, boolean repositoryFromQuery, List<RejectedOutput> unreadable) {
        List<FoundImage> images = images();
        FoundImage best = images.stream()
                .filter(image -> image.digest() != null)
                .findFirst()
                .orElse(images.get(0));
        boolean pushed = images.stream().anyMatch(FoundImage::pushed);
        Set<String> tags = new LinkedHashSet<>();
        if (tag != null) {
            tags.add(tag);
        }
        images.forEach(image -> tags.addAll(image.tags()));
        FoundImage merged = new FoundImage(
                best.repository(), List.copyOf(tags), best.digest(), pushed, best.source(), best.location());
        String reference = tag != null && (merged.digest() == null || !query.preferDigest())
                ? merged.repository() + ":" + tag
                : merged.reference(query.preferDigest());
        List<String> outputs = images.stream()
                .map(image -> image.source().outputAt(image.location()))
                .distinct()
                .toList();
        return new ChosenImage(merged, reference, outputs, pushed, repositoryFromQuery, unreadable);
    }
}
