package io.jenkins.plugins.deployworkload.image;

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
final class KoIndexes {

    private record Place(String repository, String where) {
        static Place of(FoundImage image) {
            return new Place(Reference.canonical(image.repository()), image.where());
        }
    }

    private KoIndexes() {}

    static List<FoundImage> only(List<FoundImage> images) {
        Map<Place, List<FoundImage>> places = new LinkedHashMap<>();
        images.stream()
                .filter(KoIndexes::isUntagged)
                .forEach(image -> places.computeIfAbsent(Place.of(image), absent -> new ArrayList<>())
                        .add(image));
        Set<String> published = new HashSet<>();
        places.values().stream()
                .filter(alone -> alone.size() == 1)
                .forEach(alone -> published.add(alone.get(0).full()));
        return images.stream()
                .filter(image -> !isUntagged(image) || isIndex(image, places.get(Place.of(image)), published))
                .toList();
    }

    private static boolean isIndex(FoundImage image, List<FoundImage> beside, Set<String> published) {
        return beside.stream().anyMatch(other -> published.contains(other.full()))
                ? published.contains(image.full())
                : image.equals(beside.get(0));
    }

    private static boolean isUntagged(FoundImage image) {
        return image.source() == Tool.KO && image.tags().isEmpty() && image.digest() != null;
    }
}
