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
 * Leaves out what ko's {@code --image-refs} says too much: below the digest of an index it writes that of the image of each
 * platform, all in one repository and without a tag (recorder.go; the walk comes to the index first). The index is the one
 * that ko's {@code Published} line names; where no log is read, the first.
 */
final class KoPlatformFilter {

    private record Key(String repository, String location) {
        static Key of(FoundImage image) {
            return new Key(OciReference.normalized(image.repository()), image.location());
        }
    }

    private KoPlatformFilter() {}

    static List<FoundImage> withoutPlatformImages(List<FoundImage> images) {
        Map<Key, List<FoundImage>> places = new LinkedHashMap<>();
        images.stream()
                .filter(KoPlatformFilter::isUntagged)
                .forEach(image -> places.computeIfAbsent(Key.of(image), absent -> new ArrayList<>())
                        .add(image));
        Set<String> published = new HashSet<>();
        places.values().stream()
                .filter(alone -> alone.size() == 1)
                .forEach(alone -> published.add(alone.get(0).fullReference()));
        return images.stream()
                .filter(image -> !isUntagged(image) || isIndex(image, places.get(Key.of(image)), published))
                .toList();
    }

    private static boolean isIndex(FoundImage image, List<FoundImage> beside, Set<String> published) {
        return beside.stream().anyMatch(other -> published.contains(other.fullReference()))
                ? published.contains(image.fullReference())
                : image.equals(beside.get(0));
    }

    private static boolean isUntagged(FoundImage image) {
        return image.source() == Tool.KO && image.tags().isEmpty() && image.digest() != null;
    }
}
