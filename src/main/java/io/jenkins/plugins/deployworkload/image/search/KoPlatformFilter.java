package io.jenkins.plugins.deployworkload.image.search;

import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes the images of single platforms from the findings of ko's {@code --image-refs} file. The {@code --image-refs}
 * file lists the digest of an image index first, and then the digest of the image for each platform. All references in
 * the file have the same repository and no tag (ko's {@code recorder.go}). The index is the image in the line
 * {@code Published} of ko's log. If no log was read, the index is the first image of the file.
 */
final class KoPlatformFilter {

    private record Key(String repository, String location) {
        static Key of(FoundImage image) {
            return new Key(OciReference.normalized(image.repository()), image.location());
        }
    }

    private KoPlatformFilter() {}

    static List<FoundImage> withoutPlatformImages(List<FoundImage> images) {
        Map<Key, List<FoundImage>> byLocation = new LinkedHashMap<>();
        images.stream()
                .filter(KoPlatformFilter::isUntagged)
                .forEach(image -> byLocation
                        .computeIfAbsent(Key.of(image), absent -> new ArrayList<>())
                        .add(image));
        Set<String> published = new HashSet<>();
        byLocation.values().stream()
                .filter(group -> group.size() == 1)
                .forEach(group -> published.add(group.get(0).fullReference()));
        return images.stream()
                .filter(image -> !isUntagged(image) || isIndex(image, byLocation.get(Key.of(image)), published))
                .toList();
    }

    private static boolean isIndex(FoundImage image, List<FoundImage> group, Set<String> published) {
        return group.stream().anyMatch(other -> published.contains(other.fullReference()))
                ? published.contains(image.fullReference())
                : image.equals(group.get(0));
    }

    private static boolean isUntagged(FoundImage image) {
        return image.source() == Tool.KO && image.tags().isEmpty() && image.digest() != null;
    }
}
