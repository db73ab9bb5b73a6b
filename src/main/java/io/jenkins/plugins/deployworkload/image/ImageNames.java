package io.jenkins.plugins.deployworkload.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of one image: for each repository its tags, in the order of the output. */
final class ImageNames {

    private final Map<String, List<String>> tags = new LinkedHashMap<>();

    void add(Reference reference) {
        List<String> ofRepository = tags.computeIfAbsent(reference.repository(), absent -> new ArrayList<>());
        if (reference.tag() != null && !ofRepository.contains(reference.tag())) {
            ofRepository.add(reference.tag());
        }
    }

    boolean isEmpty() {
        return tags.isEmpty();
    }

    /** An image a repository. */
    List<FoundImage> images(String digest, Tool source, String where) {
        return tags.entrySet().stream()
                .map(entry -> new FoundImage(entry.getKey(), entry.getValue(), digest, digest != null, source, where))
                .toList();
    }
}
